package org.openvss.embedded.configuration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.openvss.VssException;
import tools.jackson.databind.JsonNode;

/**
 * One table of a configuration file, read strictly.
 *
 * <p>Every key that is asked for becomes known; {@link #refuseOthers} then refuses the rest. Holds
 * no settings itself.
 */
final class TomlTable {
    private static final int LARGEST_TYPING_ERROR = 3;

    private final TomlSource source;
    private final String path;
    private final @Nullable JsonNode node;
    private final Set<String> known = new TreeSet<>();

    /**
     * Creates a view of a table.
     *
     * @param source where it comes from
     * @param path its name, for instance {@code limits}; empty for the whole file
     * @param node its content, or null if the file does not have it
     */
    TomlTable(TomlSource source, String path, @Nullable JsonNode node) {
        this.source = source;
        this.path = path;
        this.node = node;
    }

    /** Returns a table in this one; an absent one reads as empty. */
    TomlTable table(String key) throws VssException {
        JsonNode value = value(key);
        if (value != null && !value.isObject()) {
            throw wrongType(key, "a table: write [" + pathOf(key) + "]");
        }
        return new TomlTable(source, pathOf(key), value);
    }

    /** Returns the tables of a list of tables; an absent one reads as empty. */
    List<TomlTable> tables(String key) throws VssException {
        List<TomlTable> found = new ArrayList<>();
        JsonNode value = value(key);
        if (value == null) {
            return found;
        }
        if (!value.isArray() || value.valueStream().anyMatch(element -> !element.isObject())) {
            throw wrongType(key, "a list of tables: write [[" + pathOf(key) + "]]");
        }
        for (JsonNode element : value) {
            found.add(new TomlTable(source, pathOf(key) + "[" + found.size() + "]", element));
        }
        return found;
    }

    /** Returns a whole number within limits. */
    long number(String key, long absent, long least, long most) throws VssException {
        JsonNode value = value(key);
        if (value == null) {
            return absent;
        }
        if (!value.isIntegralNumber()) {
            throw wrongType(key, "a whole number");
        }
        if (!value.canConvertToLong() || value.longValue() < least || value.longValue() > most) {
            throw error(
                    key,
                    "'%s' must be from %d to %d, not %s"
                            .formatted(key, least, most, value.asString()));
        }
        return value.longValue();
    }

    /** Returns true or false. */
    boolean flag(String key, boolean absent) throws VssException {
        JsonNode value = value(key);
        if (value == null) {
            return absent;
        }
        if (!value.isBoolean()) {
            throw wrongType(key, "true or false, without quotes");
        }
        return value.booleanValue();
    }

    /** Returns a text, or empty if it is absent. */
    Optional<String> text(String key) throws VssException {
        JsonNode value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw wrongType(key, "a text in quotes");
        }
        return Optional.of(value.stringValue());
    }

    /** Returns the value of a key that must be there. */
    String required(String key, Optional<String> value) throws VssException {
        return value.orElseThrow(
                () -> source.error(path, "'" + key + "' is missing in [[" + plainPath() + "]]"));
    }

    /** Returns a list of texts; empty if it is absent. */
    List<String> texts(String key) throws VssException {
        JsonNode value = value(key);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray() || value.valueStream().anyMatch(element -> !element.isString())) {
            throw wrongType(key, "a list of texts, for instance [\"/var/lib/one\"]");
        }
        return value.valueStream().map(JsonNode::stringValue).toList();
    }

    /** Refuses a value that is not an absolute path. */
    void requireAbsolute(String key, String path) throws VssException {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw error(key, "'" + key + "' must be an absolute path, not '" + path + "'");
        }
    }

    /** Refuses every key that nobody has asked for. */
    void refuseOthers() throws VssException {
        if (node == null) {
            return;
        }
        for (String key : node.propertyNames()) {
            if (!known.contains(key)) {
                throw error(
                        key,
                        "unknown key '"
                                + key
                                + "'"
                                + similarTo(key)
                                        .map(other -> "; did you mean '" + other + "'?")
                                        .orElseGet(
                                                () -> "; known here: " + String.join(", ", known)));
            }
        }
    }

    /** Words an error about a key of this table. */
    VssException error(String key, String what) {
        return source.error(pathOf(key), what);
    }

    private VssException wrongType(String key, String wanted) {
        return error(key, "'" + key + "' must be " + wanted);
    }

    private @Nullable JsonNode value(String key) {
        known.add(key);
        return node == null ? null : node.get(key);
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String plainPath() {
        return path.replaceAll("\\[\\d+\\]", "");
    }

    private Optional<String> similarTo(String key) {
        return known.stream()
                .filter(other -> distance(key, other) <= LARGEST_TYPING_ERROR)
                .min(Comparator.comparingInt(other -> distance(key, other)));
    }

    /** Returns how many letters must be added, removed or changed (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= one.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= other.length(); column++) {
                int above = row[column];
                int change = one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1;
                row[column] = Math.min(diagonal + change, 1 + Math.min(above, row[column - 1]));
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
