package org.openvss.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs start with exact arguments, in their own session, and end at their limit. */
class ProcessesTest {
    private static final Duration PLENTY = Duration.ofSeconds(60);
    private static final List<String> ENVIRONMENT = List.of("PATH=/usr/bin:/bin", "ODD=\uDCFF");

    @Test
    void argumentsAndEnvironmentArriveAsBytes() throws LinuxException {
        CommandResult result =
                run(PLENTY, 1000, "printf '%s|%s|%s' \"$1\" \"$2\" \"$ODD\"", "a b\n\uDCFE", "");
        assertThat(result.isSuccess()).isTrue();
        assertThat(result.output()).isEqualTo("a b\n\uDCFE||\uDCFF");
        assertThat(result.outputCut()).isFalse();
    }

    @Test
    void exitCodesAndSignalsAreTold() throws LinuxException {
        assertThat(run(PLENTY, 10, "exit 7").status()).isEqualTo(new ExitStatus(7, 0));
        CommandResult killed = run(PLENTY, 10, "kill -TERM $$");
        assertThat(killed.status()).isEqualTo(new ExitStatus(0, Processes.SIGTERM));
        assertThat(killed.isSuccess()).isFalse();
    }

    @Test
    void theGroupIsKilledAtTheLimit() throws LinuxException {
        CommandResult result =
                run(Duration.ofMillis(500), 1000, "sleep 1000 & echo $!; exec sleep 1000");
        assertThat(result.limitReached()).isTrue();
        assertThat(result.status()).isEqualTo(new ExitStatus(0, Processes.SIGKILL));
        int background = Integer.parseInt(result.output().strip());
        assertThat(hasEnded(background)).isTrue();
    }

    @Test
    void outputIsBounded() throws LinuxException {
        CommandResult result = run(PLENTY, 1000, "head -c 5000000 /dev/zero | tr '\\0' x");
        assertThat(result.isSuccess()).isTrue();
        assertThat(result.output()).isEqualTo("x".repeat(1000));
        assertThat(result.outputCut()).isTrue();
    }

    @Test
    void aDaemonLeftBehindDoesNotHoldUs() throws Exception {
        CommandResult result = run(PLENTY, 1000, "sleep 1000 & echo $!");
        assertThat(result.isSuccess()).isTrue();
        int left = Integer.parseInt(result.output().strip());
        Processes.kill(left, Processes.SIGKILL);
    }

    @Test
    void theChildHasASessionOfItsOwnAndOnlyStandardStreams() throws LinuxException {
        try (Fd ours = FileCalls.open("/dev/null", OpenFlags.READ_ONLY)) {
            CommandResult result =
                    run(
                            PLENTY,
                            10_000,
                            "read -r line < /proc/$$/stat; set -- $line; echo \"$1 $5 $6\";"
                                    + " exec ls /proc/self/fd");
            String[] lines = result.output().split("\n", -1);
            String pid = Integer.toString(result.pid());
            assertThat(lines[0]).isEqualTo(pid + " " + pid + " " + pid);
            // 3 is the folder that ls itself reads.
            assertThat(lines).containsExactly(lines[0], "0", "1", "2", "3", "");
            assertThat(ours.isOpen()).isTrue();
        }
    }

    @Test
    void aMissingProgramIsNamed() {
        LinuxException failure =
                catchThrowableOfType(
                        LinuxException.class,
                        () -> Processes.run("/no/such", List.of("such"), List.of(), PLENTY, 10));
        assertThat(failure)
                .hasMessage("posix_spawn(/no/such): ENOENT (2): No such file or directory");
    }

    @Test
    void theStartTimeNamesAProcess() throws LinuxException {
        long pid = ProcessHandle.current().pid();
        assertThat(Processes.startTime(pid)).isPresent().isEqualTo(Processes.startTime(pid));
        assertThat(Processes.startTime(0x7FFF_FFFF)).isEmpty();
    }

    @Test
    void aProgramNameWithParenthesesDoesNotConfuseTheStartTime() {
        String stat = "12 (a) b (c) S 1 12 12 0 -1 4194560 0 0 0 0 1 2 3 4 20 0 1 0 8837 99 100\n";
        assertThat(Processes.parseStartTime(stat.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(8837);
    }

    @Test
    void theCommandLineIsReadAsBytes() throws LinuxException {
        assertThat(RawArguments.ofThisProcess().getFirst()).contains("java");
        assertThat(RawArguments.last(1)).hasSize(1);
        assertThat(RawArguments.split(new byte[] {'a', 0, (byte) 0xFF, 0, 0}))
                .containsExactly("a", "\uDCFF", "");
    }

    @Test
    void signalsToEverybodyAreRefused() {
        for (int group : new int[] {0, 1, -1}) {
            assertThat(
                            catchThrowableOfType(
                                            LinuxException.class,
                                            () -> Processes.killGroup(group, 0))
                                    .errno())
                    .isEqualTo(Errno.EINVAL);
        }
    }

    @Test
    void theTestsRunWithoutTheSharedPerformanceData() throws LinuxException {
        assertThat(PerformanceData.isMappedFromFile()).isFalse();
    }

    /** Waits for the end of a process that is not our child; its number may be gone already. */
    private static boolean hasEnded(int pid) throws LinuxException {
        long handle = Kernel.call(SystemCall.PIDFD_OPEN, pid, 0, 0);
        if (handle == -Errno.ESRCH) {
            return true;
        }
        try (Fd process = Fd.adopt(handle, "pid " + pid)) {
            return Polling.await(process, null, PLENTY.toNanos()).first();
        }
    }

    private static CommandResult run(Duration limit, int outputLimit, String script, String... more)
            throws LinuxException {
        List<String> arguments = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        arguments.addAll(List.of(more));
        return Processes.run("/bin/sh", arguments, ENVIRONMENT, limit, outputLimit);
    }
}
