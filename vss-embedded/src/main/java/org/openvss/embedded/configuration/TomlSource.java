package org.openvss.embedded.configuration;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openvss.HResult;
import org.openvss.VssException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * The text of a configuration file: parses it and words its errors with file and line.
 *
 * <p>The TOML parser keeps no lines for keys, so they are looked up in the text, only when an error
 * is worded. A key that is written in an unusual way (inline table) gets no line number.
 *
 * @param file path of the file, for messages
 * @param content the text
 */
record TomlSource(String file, String content) {
    private static final TomlMapper MAPPER = new TomlMapper();
    private static final Pattern HEADER =
            Pattern.compile("\\s*(\\[\\[?)\\s*([^\\]]+?)\\s*\\]\\]?\\s*(#.*)?");
    private static final Pattern ASSIGNMENT = Pattern.compile("\\s*([A-Za-z0-9_.\"' -]+?)\\s*=.*");

    /** Parses the text. */
    JsonNode parse() throws VssException {
        try {
            return MAPPER.readTree(content);
        } catch (JacksonException e) {
            TokenStreamLocation location = e.getLocation();
            String line =
                    location == null || location.getLineNr() < 1
                            ? ""
                            : " line " + location.getLineNr();
            throw new VssException(
                    HResult.E_INVALIDARG,
                    "configuration " + file + line + ": not TOML: " + e.getOriginalMessage(),
                    e);
        }
    }

    /**
     * Words an error.
     *
     * @param path where it is, for instance {@code writers.hooks[0].name}
     * @param what what is wrong and what to do
     */
    VssException error(String path, String what) {
        OptionalInt line = lineOf(path);
        return new VssException(
                HResult.E_INVALIDARG,
                "configuration "
                        + file
                        + (line.isPresent() ? " line " + line.getAsInt() : "")
                        + ": "
                        + what);
    }

    private OptionalInt lineOf(String path) {
        Map<String, Integer> tablesSeen = new HashMap<>();
        String table = "";
        int number = 0;
        for (String line : content.lines().toList()) {
            number++;
            Matcher header = HEADER.matcher(line);
            Matcher assignment = ASSIGNMENT.matcher(line);
            String here;
            if (header.matches()) {
                here = plain(header.group(2));
                if (header.group(1).equals("[[")) {
                    int index = tablesSeen.merge(here, 1, Integer::sum) - 1;
                    here = here + "[" + index + "]";
                }
                table = here + ".";
            } else if (assignment.matches()) {
                here = table + plain(assignment.group(1));
            } else {
                continue;
            }
            if (here.equals(path) || here.startsWith(path + ".") || here.startsWith(path + "[")) {
                return OptionalInt.of(number);
            }
        }
        return OptionalInt.empty();
    }

    private static String plain(String key) {
        return key.replaceAll("[\"' ]", "");
    }
}
