package org.openvss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandArgumentsTest {
    @Test
    void whatFollowsTheDashesBelongsToTheCommandOfExec() {
        CommandArguments split =
                CommandArguments.split(List.of("exec", "/a", "--", "tar", "--wait", "--", "x"));
        assertThat(split.own()).containsExactly("exec", "/a");
        assertThat(split.command()).containsExactly("tar", "--wait", "--", "x");
    }

    @Test
    void globalOptionsMayStandBeforeExec() {
        CommandArguments split =
                CommandArguments.split(List.of("--state", "exec", "exec", "/a", "--", "true"));
        assertThat(split.own()).containsExactly("--state", "exec", "exec", "/a");
        assertThat(split.command()).containsExactly("true");
    }

    @Test
    void otherCommandsKeepTheDashes() {
        CommandArguments split = CommandArguments.split(List.of("create", "--", "-volume"));
        assertThat(split.own()).containsExactly("create", "--", "-volume");
        assertThat(split.command()).isEmpty();
    }

    @Test
    void waitAloneDoesNotSwallowTheVolume() {
        assertThat(CommandArguments.split(List.of("create", "--wait", "/a")).own())
                .containsExactly("create", "--wait=configured", "/a");
    }
}
