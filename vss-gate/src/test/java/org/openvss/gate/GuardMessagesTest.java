package org.openvss.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openvss.ShadowCopySetId;
import org.openvss.writer.EmergencyThaw;

class GuardMessagesTest {
    static List<GuardRequest> requests() {
        return List.of(
                new GuardRequest.Member(
                        new FrozenFileSystem(new LedgerVolume(31, 7, 0, null, "/a b\n\uDC80"))),
                new GuardRequest.Member(
                        new SuspendedDevice(new LedgerVolume(32, 253, 4, "u", "/b"))),
                new GuardRequest.Renew(
                        7,
                        new FrozenProcesses(
                                List.of(
                                        new FrozenProcesses.Group("/sys/fs/cgroup/a b", 5),
                                        new FrozenProcesses.Group("/sys/fs/cgroup/c", 6)))),
                new GuardRequest.Renew(0, new FrozenProcesses(List.of())),
                new GuardRequest.Plan(ShadowCopySetId.random()),
                new GuardRequest.Thaw(
                        new EmergencyThaw(List.of("/bin/x", "", "a b"), Duration.ofSeconds(3))),
                new GuardRequest.Arm(Duration.ofSeconds(60), null),
                new GuardRequest.Arm(Duration.ofSeconds(60), 1),
                new GuardRequest.Close(Duration.ofMillis(1500)),
                new GuardRequest.Opened(),
                new GuardRequest.Disarm(),
                new GuardRequest.End());
    }

    static List<GuardAnswer> answers() {
        return List.of(
                new GuardAnswer.Ready(),
                new GuardAnswer.Refused("no: 100 %\n"),
                new GuardAnswer.Armed(),
                new GuardAnswer.Watching(),
                new GuardAnswer.Noted(true),
                new GuardAnswer.Noted(false),
                new GuardAnswer.Disarmed(true),
                new GuardAnswer.Ended(List.of()),
                new GuardAnswer.Ended(List.of("one", "", "two words")));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void requestsArriveAsTheyWereSent(GuardRequest request) {
        assertThat(request.line()).doesNotContain("\n");
        assertThat(GuardRequest.parse(request.line())).isEqualTo(request);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void answersArriveAsTheyWereSent(GuardAnswer answer) {
        assertThat(answer.line()).doesNotContain("\n");
        assertThat(GuardAnswer.parse(answer.line())).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plan",
                "plan x",
                "arm 5",
                "close soon",
                "member 1",
                "member device 1",
                "dance"
            })
    void refusesWhatIsNoRequest(String line) {
        assertThatThrownBy(() -> GuardRequest.parse(line))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "noted", "refused", "refused %4", "dance"})
    void refusesWhatIsNoAnswer(String line) {
        assertThatThrownBy(() -> GuardAnswer.parse(line))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
