package org.openvss.records;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one way in which records become bytes and back. Everything outside ASCII is escaped, so that
 * paths which are not UTF-8 (lone surrogates, see {@code Volume}) survive.
 */
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private Json() {}

    /** Returns an empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Returns the bytes of a document, with a line feed at the end. */
    public static byte[] toBytes(JsonNode document) {
        return (MAPPER.writeValueAsString(document) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads a document.
     *
     * @param bytes the whole document
     * @throws RecordException if it is not JSON, or something follows it
     */
    public static JsonNode parse(byte[] bytes) throws RecordException {
        try {
            return MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            throw new RecordException("it is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    static String text(JsonNode parent, String field) {
        return parent.required(field).stringValue();
    }

    static @Nullable String optionalText(JsonNode parent, String field) {
        JsonNode value = parent.path(field);
        return value.isString() ? value.stringValue() : null;
    }
}
