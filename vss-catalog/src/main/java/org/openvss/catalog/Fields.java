package org.openvss.catalog;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of one JSON object, read strictly: a missing field or a wrong type is damage, an
 * unknown field is ignored (a later version may have added it).
 *
 * @param node the object
 * @param where what it is, for messages
 */
record Fields(JsonNode node, String where) {
    /** Version of the records that this class belongs to. */
    static final int VERSION = 1;

    /**
     * Escapes everything that is not ASCII: paths carry bytes as lone surrogates, which UTF-8
     * cannot hold.
     */
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    /** Returns an empty object to be filled. */
    static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }

    /** Returns the text of an object, indented, with a line end. */
    static String print(ObjectNode object) {
        return MAPPER.writeValueAsString(object) + "\n";
    }

    /** Reads a whole record and checks its version. */
    static Fields ofRecord(byte[] record) throws DamagedRecordException {
        try {
            Fields fields = new Fields(MAPPER.readTree(record), "the record");
            fields.checkVersion();
            return fields;
        } catch (JacksonException e) {
            throw DamagedRecordException.damaged("it is not JSON: " + e.getOriginalMessage());
        }
    }

    private void checkVersion() throws DamagedRecordException {
        if (!node.isObject()) {
            throw DamagedRecordException.damaged("it is not a JSON object");
        }
        long version = number("version");
        if (version > VERSION) {
            throw DamagedRecordException.newer(version);
        }
        if (version < 1) {
            throw DamagedRecordException.damaged("there is no version " + version);
        }
    }

    String text(String name) throws DamagedRecordException {
        String value = optionalText(name);
        if (value == null) {
            throw wrong(name, "missing");
        }
        return value;
    }

    @Nullable String optionalText(String name) throws DamagedRecordException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw wrong(name, "not a text");
        }
        return value.stringValue();
    }

    long number(String name) throws DamagedRecordException {
        Long value = optionalNumber(name);
        if (value == null) {
            throw wrong(name, "missing");
        }
        return value;
    }

    @Nullable Long optionalNumber(String name) throws DamagedRecordException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(name, "not a whole number of 64 bits");
        }
        return value.longValue();
    }

    int count(String name) throws DamagedRecordException {
        long value = number(name);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw wrong(name, "not a count");
        }
        return (int) value;
    }

    boolean flag(String name) throws DamagedRecordException {
        JsonNode value = node.get(name);
        if (value == null || !value.isBoolean()) {
            throw wrong(name, "missing, or neither true nor false");
        }
        return value.booleanValue();
    }

    Instant instant(String name) throws DamagedRecordException {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeParseException e) {
            throw wrong(name, "not an ISO-8601 time");
        }
    }

    UUID id(String name) throws DamagedRecordException {
        String text = text(name);
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equals(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // told below, together with ids of another form
        }
        throw wrong(name, "not an id");
    }

    /** Returns the constant whose written name the field holds. */
    <E extends Enum<E>> E constant(String name, E[] all, Function<E, String> written)
            throws DamagedRecordException {
        return constantNamed(name, text(name), all, written);
    }

    /** Returns the constants whose written names the list holds. */
    <E extends Enum<E>> List<E> constants(String name, E[] all, Function<E, String> written)
            throws DamagedRecordException {
        List<E> found = new ArrayList<>();
        for (JsonNode element : array(name)) {
            if (!element.isString()) {
                throw wrong(name, "not a list of texts");
            }
            found.add(constantNamed(name, element.stringValue(), all, written));
        }
        return found;
    }

    private <E extends Enum<E>> E constantNamed(
            String name, String text, E[] all, Function<E, String> written)
            throws DamagedRecordException {
        for (E constant : all) {
            if (written.apply(constant).equals(text)) {
                return constant;
            }
        }
        throw wrong(name, "unknown: " + text);
    }

    /** Returns the object in a field, or null. */
    @Nullable Fields optionalObject(String name) throws DamagedRecordException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isObject()) {
            throw wrong(name, "not an object");
        }
        return new Fields(value, name);
    }

    /** Returns the objects in a list. */
    List<Fields> objects(String name) throws DamagedRecordException {
        List<Fields> found = new ArrayList<>();
        for (JsonNode element : array(name)) {
            if (!element.isObject()) {
                throw wrong(name, "not a list of objects");
            }
            found.add(new Fields(element, name + "[" + found.size() + "]"));
        }
        return found;
    }

    private JsonNode array(String name) throws DamagedRecordException {
        JsonNode value = node.get(name);
        if (value == null || !value.isArray()) {
            throw wrong(name, "missing, or not a list");
        }
        return value;
    }

    private DamagedRecordException wrong(String name, String why) {
        return DamagedRecordException.damaged("field '" + name + "' of " + where + " is " + why);
    }
}
