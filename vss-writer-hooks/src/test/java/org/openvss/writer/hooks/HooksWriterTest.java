package org.openvss.writer.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.HResult;
import org.openvss.writer.EmergencyThaw;
import org.openvss.writer.WriterException;
import org.openvss.writer.WriterSession;

/** Real scripts in a real folder. */
@Timeout(60)
class HooksWriterTest {
    private static final Duration SHORT = Duration.ofMillis(500);

    @TempDir private Path temporary = Path.of("/");

    @SuppressWarnings("NullAway.Init") // made before each test
    private HookScripts scripts;

    private final WriterSession session = HookScripts.session();

    @BeforeEach
    void makeFolder() throws Exception {
        scripts = new HookScripts(temporary);
    }

    @Test
    void freezesInOrderAsksAndThawsInReverse() throws Exception {
        scripts.add("10-web");
        scripts.add("9-first-by-letters");
        scripts.add("20-store");
        HooksWriter writer = new HooksWriter(scripts.configuration(true));

        writer.prepareSnapshot(session);
        assertThat(scripts.takeCalls()).isEmpty();
        writer.freeze(session);
        assertThat(scripts.takeCalls())
                .containsExactly("10-web freeze", "20-store freeze", "9-first-by-letters freeze");
        writer.proveFrozen(session);
        assertThat(scripts.takeCalls())
                .containsExactly("10-web status", "20-store status", "9-first-by-letters status");
        writer.thaw(session);
        assertThat(scripts.takeCalls())
                .containsExactly("9-first-by-letters thaw", "20-store thaw", "10-web thaw");
        writer.thaw(session);
        writer.abort(session);
        assertThat(scripts.takeCalls()).isEmpty();
    }

    @Test
    void failureOfTheSecondThawsBothAndNeverCallsTheThird() throws Exception {
        scripts.add("1");
        scripts.add("2", "[ $1 = freeze ] && echo 'no lock: it is busy' >&2 && exit 3");
        scripts.add("3");
        HooksWriter writer = prepared(true);

        assertThatThrownBy(() -> writer.freeze(session))
                .isInstanceOfSatisfying(
                        WriterException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(HResult.VSS_E_WRITERERROR_NONRETRYABLE);
                            assertThat(e.applicationCode()).isEqualTo(3);
                        })
                .hasMessage(
                        "hook "
                                + scripts.folder().resolve("2")
                                + " freeze failed with exit code 3; it said: no lock: it is busy");

        assertThat(scripts.takeCalls()).containsExactly("1 freeze", "2 freeze", "2 thaw", "1 thaw");
        assertThatThrownBy(() -> writer.proveFrozen(session)).isInstanceOf(WriterException.class);
        writer.abort(session);
        assertThat(scripts.takeCalls()).isEmpty();
    }

    @Test
    void exitCode75AsksToTryAgain() throws Exception {
        scripts.add("1", "exit 75");
        HooksWriter writer = prepared(true);

        WriterException failure = failureOf(() -> writer.freeze(session));

        assertThat(failure.code()).isEqualTo(HResult.VSS_E_WRITERERROR_RETRYABLE);
        assertThat(failure.applicationCode()).isEqualTo(75);
    }

    @Test
    void aHookThatWasKilledHasFailed() throws Exception {
        scripts.add("1", "[ $1 = freeze ] && kill -9 $$");

        WriterException failure = failureOf(() -> prepared(true).freeze(session));

        assertThat(failure).hasMessageContaining("exit code 137");
    }

    @Test
    void aFailedThawIsToldAndTriedAgainByAbortOnlyForThatHook() throws Exception {
        Path once = temporary.resolve("failed-once");
        scripts.add("1");
        scripts.add("2", "[ $1 = thaw ] && [ ! -e '%s' ] && touch '%<s' && exit 4".formatted(once));
        scripts.add("3");
        HooksWriter writer = frozen(false);
        scripts.takeCalls();

        WriterException failure = failureOf(() -> writer.thaw(session));

        assertThat(failure).hasMessageContaining("2 thaw failed with exit code 4");
        assertThat(scripts.takeCalls()).containsExactly("3 thaw", "2 thaw", "1 thaw");
        assertThatThrownBy(() -> writer.proveFrozen(session)).hasMessageContaining("not frozen");
        writer.abort(session);
        assertThat(scripts.takeCalls()).containsExactly("2 thaw");
        writer.abort(session);
        assertThat(scripts.takeCalls()).isEmpty();
    }

    @Test
    void aHangingHookIsKilledWithItsChildren() throws Exception {
        Path pids = temporary.resolve("pids");
        scripts.add(
                "1",
                "if [ $1 = freeze ]; then",
                "  sleep 1000 & echo $! > '%s'".formatted(pids),
                "  echo $$ >> '%s'".formatted(pids),
                "  echo waiting >&2",
                "  wait",
                "fi");
        HooksWriter writer = new HooksWriter(scripts.configuration(true), SHORT);
        writer.prepareSnapshot(session);

        WriterException failure = failureOf(() -> writer.freeze(session));

        assertThat(failure.code()).isEqualTo(HResult.VSS_E_WRITERERROR_TIMEOUT);
        assertThat(failure).hasMessageContaining("500 ms").hasMessageContaining("waiting");
        assertThat(scripts.takeCalls()).containsExactly("1 freeze", "1 thaw");
        for (String pid : Files.readAllLines(pids)) {
            awaitDeath(Long.parseLong(pid));
        }
    }

    @Test
    void whatASuccessfulHookLeavesRunningStaysAndIsNotWaitedFor() throws Exception {
        Path pid = temporary.resolve("pid");
        scripts.add("1", "[ $1 = freeze ] && sleep 1000 & echo $! > '%s'".formatted(pid));
        HooksWriter writer = prepared(false);

        writer.freeze(session);

        ProcessHandle holder =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).trim())).orElseThrow();
        assertThat(holder.isAlive()).isTrue();
        writer.thaw(session);
        holder.destroyForcibly();
    }

    @Test
    void aFloodOfOutputNeitherBlocksNorFillsTheMessage() throws Exception {
        scripts.add(
                "1",
                "[ $1 = freeze ] || exit 0",
                "head -c 3000000 /dev/zero | tr '\\0' x",
                "head -c 3000000 /dev/zero | tr '\\0' y >&2",
                "echo >&2",
                "echo 'the last line' >&2",
                "exit 1");

        WriterException failure = failureOf(() -> prepared(true).freeze(session));

        assertThat(failure).hasMessageContaining("the last line");
        assertThat(String.valueOf(failure.getMessage())).hasSizeLessThan(3000);
    }

    @Test
    void abortInterruptsAFreezeThatHangs() throws Exception {
        Path started = temporary.resolve("started");
        scripts.add("1");
        scripts.add("2", "[ $1 = freeze ] && touch '%s' && sleep 1000".formatted(started));
        scripts.add("3");
        HooksWriter writer = prepared(true);
        CompletableFuture<WriterException> freeze =
                CompletableFuture.supplyAsync(() -> failureOf(() -> writer.freeze(session)));
        while (Files.notExists(started)) {
            Thread.onSpinWait();
        }

        writer.abort(session);

        assertThat(freeze.get(5, TimeUnit.SECONDS)).hasMessageContaining("session was aborted");
        assertThat(scripts.takeCalls()).containsExactly("1 freeze", "2 freeze", "2 thaw", "1 thaw");
    }

    @Test
    void aStatusThatSaysNoIsNoProof() throws Exception {
        scripts.add("1");
        scripts.add("2", "[ $1 = status ] && exit 1");

        WriterException failure = failureOf(() -> frozen(true).proveFrozen(session));

        assertThat(failure).hasMessageContaining("2 status failed with exit code 1");
    }

    @Test
    void withoutProofTheHooksAreNotAsked() throws Exception {
        scripts.add("1", "[ $1 = status ] && exit 1");
        HooksWriter writer = frozen(false);
        scripts.takeCalls();

        writer.proveFrozen(session);

        assertThat(scripts.takeCalls()).isEmpty();
        writer.thaw(session);
        assertThatThrownBy(() -> writer.proveFrozen(session)).isInstanceOf(WriterException.class);
    }

    @Test
    void hooksSeeTheSessionAndNothingOfOurEnvironment() throws Exception {
        Path seen = temporary.resolve("seen");
        scripts.add(
                "1",
                "[ $1 = freeze ] || exit 0",
                "{ env | sort; echo cwd=$(pwd); echo session=$(ps -o sid= -p $$) $$;"
                        + " cat; } > '%s' 2>&1".formatted(seen));

        frozen(false);

        List<String> lines = Files.readAllLines(seen);
        assertThat(lines)
                .contains(
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "VSS_CONTEXT=app-rollback",
                        "VSS_EVENT=freeze",
                        "VSS_HOOK=" + scripts.folder().resolve("1"),
                        "VSS_SESSION_ID=" + session.sessionId(),
                        "VSS_SET_ID=" + session.setId(),
                        "cwd=/");
        assertThat(lines)
                .filteredOn(line -> line.matches("[A-Z_]+=.*"))
                .allMatch(line -> line.matches("(PATH|PWD|OLDPWD|SHLVL|_|VSS_[A-Z_]+)=.*"));
        assertThat(lines).anyMatch(line -> line.matches("session=\\s*(\\d+) \\1"));
    }

    @Test
    void emergencyThawsAreTheThawsInTheirOrder() throws Exception {
        scripts.add("1");
        scripts.add("2");
        HooksWriter writer = new HooksWriter(scripts.configuration(true));
        assertThat(writer.emergencyThaws()).isEmpty();
        writer.prepareSnapshot(session);

        assertThat(writer.emergencyThaws())
                .containsExactly(
                        new EmergencyThaw(
                                List.of(scripts.folder().resolve("2").toString(), "thaw"),
                                Duration.ofSeconds(10)),
                        new EmergencyThaw(
                                List.of(scripts.folder().resolve("1").toString(), "thaw"),
                                Duration.ofSeconds(10)));
    }

    @Test
    void whatWasCheckedIsWhatRuns() throws Exception {
        scripts.add("1");
        HooksWriter writer = prepared(false);
        Files.move(scripts.folder().resolve("1"), temporary.resolve("moved"));
        scripts.add("1", "exit 9");

        writer.freeze(session);
        writer.thaw(session);

        assertThat(scripts.takeCalls()).containsExactly("1 freeze", "1 thaw");
    }

    @Test
    void backupsAndHiddenFilesArePassedOver() throws Exception {
        scripts.add("1");
        for (String name :
                List.of(".1.swp", "1~", "1.bak", "1.rpmsave", "1.dpkg-old", "1.dpkg-dist")) {
            HookScripts.setMode(scripts.add(name), "rwxrwxrwx");
        }

        frozen(false);

        assertThat(scripts.takeCalls()).containsExactly("1 freeze");
    }

    @Test
    void aHookWithoutAnInterpreterIsToldByName() throws Exception {
        Path hook = scripts.folder().resolve("1");
        Files.writeString(hook, "#!/no/such/interpreter\n");
        HookScripts.setMode(hook, "rwxr-xr-x");

        WriterException failure = failureOf(() -> prepared(false).freeze(session));

        assertThat(failure).hasMessageContaining("hook " + hook + " freeze could not be started");
    }

    @Test
    void anotherSessionCanNeitherThawNorTakeOverWhatIsFrozen() throws Exception {
        scripts.add("1");
        HooksWriter writer = frozen(false);
        scripts.takeCalls();
        WriterSession other = HookScripts.session();

        writer.thaw(other);
        writer.abort(other);
        assertThat(failureOf(() -> writer.prepareSnapshot(other)).code())
                .isEqualTo(HResult.VSS_E_WRITERERROR_RETRYABLE);
        assertThatThrownBy(() -> writer.freeze(other)).hasMessageContaining("not prepared");
        assertThat(scripts.takeCalls()).isEmpty();

        writer.thaw(session);
        writer.prepareSnapshot(other);
        writer.abort(other);
        assertThat(scripts.takeCalls()).containsExactly("1 thaw");
    }

    @Test
    void noDescriptorIsLeftOpen() throws Exception {
        scripts.add("1");
        scripts.add("2");
        HooksWriter writer = frozen(false);
        writer.thaw(session);
        long before = openHooks();
        for (int round = 0; round < 3; round++) {
            writer.prepareSnapshot(session);
            writer.prepareSnapshot(session);
            writer.freeze(session);
            writer.abort(session);
        }
        HookScripts.setMode(scripts.add("3"), "rw-------");
        assertThatThrownBy(() -> prepared(false)).hasMessageContaining("is not executable");

        assertThat(before).isZero();
        assertThat(openHooks()).isZero();
    }

    /** Counts our descriptors that lead into the folder. */
    private long openHooks() throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(descriptor -> {
                        try {
                            return Files.readSymbolicLink(descriptor).startsWith(scripts.folder());
                        } catch (IOException e) {
                            return false; // closed since it was listed
                        }
                    })
                    .count();
        }
    }

    private HooksWriter prepared(boolean prove) throws WriterException {
        HooksWriter writer = new HooksWriter(scripts.configuration(prove));
        writer.prepareSnapshot(session);
        return writer;
    }

    private HooksWriter frozen(boolean prove) throws WriterException {
        HooksWriter writer = prepared(prove);
        writer.freeze(session);
        return writer;
    }

    private static WriterException failureOf(ThrowingCallable call) {
        return catchThrowableOfType(WriterException.class, call);
    }

    private static void awaitDeath(long pid) {
        ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
    }
}
