package org.openvss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What needs no volume: help, completion, errors of usage. */
class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        Output output =
                new Output(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        return Main.run(output, List.of(arguments));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(run("--help")).isZero();
        assertThat(out())
                .contains(
                        "create",
                        "list",
                        "show",
                        "delete",
                        "exec",
                        "\n  expose ",
                        "unexpose",
                        "unmount",
                        "revert",
                        "thaw",
                        "watch",
                        "demo",
                        "bench",
                        "completion");
        assertThat(err()).isEmpty();
    }

    @Test
    void everyCommandHasHelp() {
        for (String command :
                List.of(
                        "create",
                        "list",
                        "show",
                        "delete",
                        "exec",
                        "expose",
                        "unexpose",
                        "unmount",
                        "revert",
                        "thaw",
                        "watch",
                        "demo",
                        "completion")) {
            assertThat(run(command, "--help")).as(command).isZero();
            assertThat(out()).as(command).contains("vss " + command).contains("--state=DIR");
        }
    }

    @Test
    void anUnknownOptionEndsWithTwoAndAHint() {
        assertThat(run("create", "--nonsense", "/a")).isEqualTo(2);
        assertThat(out()).isEmpty();
        assertThat(err()).contains("--nonsense").contains("'vss create --help'");
    }

    @Test
    void aMistypedCommandIsNamedWithWhatWasMeant() {
        assertThat(run("crate", "/a")).isEqualTo(2);
        assertThat(err()).contains("there is no command 'crate'").contains("create");
    }

    @Test
    void theVersionIsADocumentToo() {
        assertThat(run("version", "--json")).isZero();
        assertThat(out())
                .startsWith("{")
                .contains("\"version\":")
                .contains("\"java\":\"" + Runtime.version().feature());
        assertThat(run("completion", "--json")).isEqualTo(2);
    }

    @Test
    void aMissingCommandEndsWithTwo() {
        assertThat(run()).isEqualTo(2);
        assertThat(err()).contains("a command is missing").contains("'vss --help'");
    }

    @Test
    void autoReleaseContextsPointToExec() {
        assertThat(run("create", "--context", "backup", "/a")).isEqualTo(2);
        assertThat(err()).contains("vss exec");
    }

    @Test
    void contradictionsAreErrorsOfUsage() {
        assertThat(run("create", "--no-writers", "--writer", "x", "/a")).isEqualTo(2);
        assertThat(run("create", "--no-writers", "--context", "app-rollback", "/a")).isEqualTo(2);
        assertThat(run("create", "--context", "nas-rollback", "--writer", "x", "/a")).isEqualTo(2);
        assertThat(run("create", "--context", "all", "/a")).isEqualTo(2);
        assertThat(run("create", "--wait=soon", "/a")).isEqualTo(2);
        assertThat(run("list", "shadows", "--rescan")).isEqualTo(2);
        assertThat(run("delete", "--all", "--oldest", "/a")).isEqualTo(2);
    }

    @Test
    void failuresOfExecItselfEndWith125() {
        assertThat(run("exec", "/a")).isEqualTo(125);
        assertThat(run("exec", "--json", "/a", "--", "true")).isEqualTo(125);
        assertThat(run("exec", "--", "true")).isEqualTo(125);
    }

    @Test
    void anIdThatIsNoneIsSaidWithItsCode() {
        assertThat(run("show", "everything")).isEqualTo(1);
        assertThat(err()).startsWith("E_INVALIDARG (0x80070057): ").contains("vss list sets");
    }

    @Test
    void completionIsAScript() {
        assertThat(run("completion", "bash")).isZero();
        assertThat(out()).startsWith("#!/usr/bin/env bash").contains("allow-degraded");
    }
}
