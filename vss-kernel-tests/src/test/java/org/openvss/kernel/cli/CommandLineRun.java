package org.openvss.kernel.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How one call of the vss command ended.
 *
 * @param arguments its arguments
 * @param code its exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record CommandLineRun(List<String> arguments, int code, String out, String err) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Returns standard output as the one JSON document that it must be. */
    JsonNode json() {
        return MAPPER.readTree(out);
    }

    /** Returns this call if it succeeded; otherwise the test ends with all that was written. */
    CommandLineRun succeeded() {
        return endedWith(0);
    }

    /** Returns this call if it ended with a code; otherwise the test ends. */
    CommandLineRun endedWith(int expected) {
        if (code != expected) {
            throw new AssertionError("expected exit code " + expected + " but was " + this);
        }
        return this;
    }

    @Override
    public String toString() {
        return "vss " + arguments + " ended with " + code + "\n--- out\n" + out + "--- err\n" + err;
    }
}
