package org.openvss.records;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one JSON object, read strictly: a missing field or a wrong type is damage, an
 * unknown field is ignored (a later version may have added it).
 *
 * @param node the object
 * @param where what it is, for messages
 */
public record Fields(JsonNode node, String where) {
    /** Version of the records that this class belongs to. */
    public static final int VERSION = 1;

    /** Reads a whole record and checks its version. */
    public static Fields ofRecord(byte[] record) throws RecordException {
        return ofRecord(Json.parse(record));
    }

    /** Takes a whole record and checks its version. */
    public static Fields ofRecord(JsonNode record) throws RecordException {
        Fields fields = new Fields(record, "the record");
        fields.checkVersion();
        return fields;
    }

    private void checkVersion() throws RecordException {
        if (!node.isObject()) {
            throw new RecordException("it is not a JSON object");
        }
        long version = number("version");
        if (version > VERSION) {
            throw RecordException.newer(version);
        }
        if (version < 1) {
            throw new RecordException("there is no version " + version);
        }
    }

    /** Returns a text that must be there. */
    public String text(String name) throws RecordException {
        String value = optionalText(name);
        if (value == null) {
            throw wrong(name, "missing");
        }
        return value;
    }

    /** Returns a text, or null. */
    public @Nullable String optionalText(String name) throws RecordException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw wrong(name, "not a text");
        }
        return value.stringValue();
    }

    /** Returns a list of texts, empty if it is missing, as in records of older versions. */
    public List<String> optionalTexts(String name) throws RecordException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode one : array(name)) {
            if (!one.isString()) {
                throw wrong(name, "not a list of texts");
            }
            texts.add(one.stringValue());
        }
        return texts;
    }

    /** Returns a whole number that must be there. */
    public long number(String name) throws RecordException {
        Long value = optionalNumber(name);
        if (value == null) {
            throw wrong(name, "missing");
        }
        return value;
    }

    /** Returns a whole number, or null. */
    public @Nullable Long optionalNumber(String name) throws RecordException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(name, "not a whole number of 64 bits");
        }
        return value.longValue();
    }

    /** Returns a number of things. */
    public int count(String name) throws RecordException {
        long value = number(name);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw wrong(name, "not a count");
        }
        return (int) value;
    }

    /** Returns true or false. */
    public boolean flag(String name) throws RecordException {
        JsonNode value = node.get(name);
        if (value == null || !value.isBoolean()) {
            throw wrong(name, "missing, or neither true nor false");
        }
        return value.booleanValue();
    }

    /** Returns an instant, written as ISO-8601. */
    public Instant instant(String name) throws RecordException {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeParseException e) {
            throw wrong(name, "not an ISO-8601 time");
        }
    }

    /** Returns an id. */
    public UUID id(String name) throws RecordException {
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
    public <E extends Enum<E>> E constant(String name, E[] all, Function<E, String> written)
            throws RecordException {
        return constantNamed(name, text(name), all, written);
    }

    /** Returns the constants whose written names the list holds. */
    public <E extends Enum<E>> List<E> constants(String name, E[] all, Function<E, String> written)
            throws RecordException {
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
            String name, String text, E[] all, Function<E, String> written) throws RecordException {
        for (E constant : all) {
            if (written.apply(constant).equals(text)) {
                return constant;
            }
        }
        throw wrong(name, "unknown: " + text);
    }

    /** Returns the object in a field, or null. */
    public @Nullable Fields optionalObject(String name) throws RecordException {
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
    public List<Fields> objects(String name) throws RecordException {
        List<Fields> found = new ArrayList<>();
        for (JsonNode element : array(name)) {
            if (!element.isObject()) {
                throw wrong(name, "not a list of objects");
            }
            found.add(new Fields(element, name + "[" + found.size() + "]"));
        }
        return found;
    }

    private JsonNode array(String name) throws RecordException {
        JsonNode value = node.get(name);
        if (value == null || !value.isArray()) {
            throw wrong(name, "missing, or not a list");
        }
        return value;
    }

    private RecordException wrong(String name, String why) {
        return new RecordException("field '" + name + "' of " + where + " is " + why);
    }
}
