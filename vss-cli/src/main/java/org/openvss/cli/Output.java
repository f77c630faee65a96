package org.openvss.cli;

import java.io.PrintStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a command writes: results to standard output, everything else to standard error. Does not
 * decide what is written.
 *
 * @param out standard output
 * @param err standard error
 */
record Output(PrintStream out, PrintStream err) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Prints one line of the result; its parts must be safe for a terminal already. */
    void line(String text) {
        out.println(text);
    }

    /** Prints a table as the result. */
    void table(Table table) {
        table.lines().forEach(out::println);
    }

    /** Prints the one JSON document of the command. */
    void json(JsonNode document) {
        out.println(Escapes.forJson(MAPPER.writeValueAsString(document)));
    }

    /** Prints one sentence for people that is not part of the result. */
    void note(String sentence) {
        err.println("vss: " + Escapes.forTerminal(sentence));
    }

    /** Prints an error the way every command does: {@code NAME (0x8004….): sentence}. */
    void error(String message) {
        err.println(Escapes.forTerminal(message));
    }
}
