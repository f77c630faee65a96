package org.openvss.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openvss.SessionId;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.WriterMetadata;
import org.openvss.writer.EmergencyThaw;
import org.openvss.writer.Writer;
import org.openvss.writer.WriterException;
import org.openvss.writer.WriterSession;

/**
 * What every writer must do, as tests: extend it beside the writer, with a real application that
 * writes all the time.
 *
 * <p>Knows the writer only by its contract and the application only by {@link #canWrite}. It does
 * not test what the writer does inside the application.
 */
public abstract class WriterContract {
    private static final Duration LONGEST_FREEZE = Duration.ofSeconds(60);
    private static final Duration LONGEST_EMERGENCY_THAW = Duration.ofSeconds(10);

    @SuppressWarnings("NullAway.Init") // made before each test
    private Writer writer;

    /** Creates a contract test; subclasses are made by JUnit. */
    protected WriterContract() {}

    /**
     * Returns a new writer for the application of this test, which runs, is not frozen, and is the
     * same for all calls within one test.
     *
     * @throws Exception if the test cannot be prepared
     */
    protected abstract Writer newWriter() throws Exception;

    /**
     * Observes the application from outside, without the writer: waits until it has written once
     * more (true), or until it is certain that it is held (false). A writer that does not hold
     * writes ({@link Writer#holdsWrites}) must let it write at any time.
     *
     * @throws Exception if neither can be told
     */
    protected abstract boolean canWrite() throws Exception;

    /**
     * Lets the application write again as if by accident, past the writer; by default with the
     * writer's own {@link Writer#emergencyThaws}.
     *
     * @throws Exception if that failed
     */
    protected void thawBehindTheBack() throws Exception {
        for (EmergencyThaw thaw : writer.emergencyThaws()) {
            assertEquals(0, run(thaw), () -> thaw + " failed");
        }
    }

    /** Returns the volumes that the application's files are on; none by default. */
    protected List<Volume> volumes() {
        return List.of();
    }

    /** Makes the writer of one test. */
    @BeforeEach
    final void makeWriter() throws Exception {
        writer = newWriter();
    }

    @Test
    final void identifyIsConstantAndChangesNothing() throws Exception {
        WriterMetadata first = writer.identify();

        assertEquals(first, writer.identify());
        assertFalse(first.name().isBlank());
        assertTrue(first.affectedPaths().stream().allMatch(path -> path.startsWith("/")));
        assertTrue(canWrite());

        WriterSession session = newSession();
        freeze(session);
        assertEquals(first, writer.identify());
        assertHeld("identify has thawed the application");
        writer.proveFrozen(session);
        writer.thaw(session);
        assertEquals(first, writer.identify());
    }

    @Test
    final void freezeLimitIsWithinTheLimitOfVss() {
        Duration limit = writer.freezeLimit();

        assertTrue(limit.isPositive() && limit.compareTo(LONGEST_FREEZE) <= 0, limit::toString);
    }

    @Test
    final void preparationsLeaveTheApplicationRunning() throws Exception {
        WriterSession session = newSession();

        writer.prepareBackup(session);
        assertTrue(canWrite());
        writer.prepareSnapshot(session);
        assertTrue(canWrite());
        writer.abort(session);
    }

    @Test
    final void freezeStopsWritingAndThawResumesIt() throws Exception {
        WriterSession session = newSession();

        freeze(session);
        assertHeld("the application writes although it is frozen");
        writer.proveFrozen(session);
        assertHeld("the proof has thawed the application");
        writer.thaw(session);
        assertTrue(canWrite());
        writer.postSnapshot(session);
        writer.backupComplete(session, true);
        writer.backupShutdown(session);
        assertTrue(canWrite());
    }

    @Test
    final void oneSetAfterTheOther() throws Exception {
        for (int set = 0; set < 3; set++) {
            WriterSession session = newSession();
            freeze(session);
            assertHeld("the application writes although it is frozen");
            writer.proveFrozen(session);
            writer.thaw(session);
            assertTrue(canWrite());
        }
    }

    @Test
    final void proofFailsUnlessFrozen() throws Exception {
        WriterSession session = newSession();
        assertThrows(WriterException.class, () -> writer.proveFrozen(session));
        writer.prepareBackup(session);
        writer.prepareSnapshot(session);
        assertThrows(WriterException.class, () -> writer.proveFrozen(session));
        writer.freeze(session);
        writer.thaw(session);
        assertThrows(WriterException.class, () -> writer.proveFrozen(session));

        WriterSession aborted = newSession();
        freeze(aborted);
        writer.abort(aborted);
        assertThrows(WriterException.class, () -> writer.proveFrozen(aborted));
        assertTrue(canWrite());
    }

    @Test
    final void proofOfOneSetIsNoProofOfAnother() throws Exception {
        WriterSession session = newSession();
        freeze(session);

        assertThrows(WriterException.class, () -> writer.proveFrozen(newSession()));

        writer.proveFrozen(session);
        writer.thaw(session);
    }

    @Test
    final void proofNoticesAThawBehindItsBack() throws Exception {
        WriterSession session = newSession();
        freeze(session);
        thawBehindTheBack();
        assertTrue(canWrite());

        assertThrows(WriterException.class, () -> writer.proveFrozen(session));

        writer.abort(session);
        assertTrue(canWrite());
    }

    @Test
    final void abortIsHarmlessWhereverTheWriterIs() throws Exception {
        WriterSession session = newSession();
        abortTwice(session);
        writer.prepareBackup(session);
        abortTwice(session);
        writer.prepareBackup(session);
        writer.prepareSnapshot(session);
        abortTwice(session);
        freeze(session);
        abortTwice(session);
        freeze(session);
        writer.thaw(session);
        abortTwice(session);
        writer.backupShutdown(session);
        abortTwice(session);

        WriterSession next = newSession();
        freeze(next);
        assertHeld("the application writes although it is frozen");
        writer.proveFrozen(next);
        writer.thaw(next);
        assertTrue(canWrite());
    }

    @Test
    final void emergencyThawsWorkWithoutTheWriter() throws Exception {
        WriterSession session = newSession();
        writer.prepareBackup(session);
        writer.prepareSnapshot(session);
        List<EmergencyThaw> thaws = writer.emergencyThaws();
        for (EmergencyThaw thaw : thaws) {
            assertTrue(thaw.command().getFirst().startsWith("/"), thaw::toString);
            assertTrue(
                    thaw.limit().isPositive()
                            && thaw.limit().compareTo(LONGEST_EMERGENCY_THAW) <= 0,
                    thaw::toString);
            assertEquals(0, run(thaw), () -> thaw + " must tolerate a thaw without a freeze");
        }
        assertTrue(canWrite());

        writer.freeze(session);
        assertHeld("the application writes although it is frozen");
        assertEquals(thaws, writer.emergencyThaws());
        for (EmergencyThaw thaw : thaws) {
            assertEquals(0, run(thaw), () -> thaw + " failed");
        }
        if (!thaws.isEmpty()) {
            assertTrue(canWrite());
        }
        writer.abort(session);
        assertTrue(canWrite());
    }

    private void assertHeld(String otherwise) throws Exception {
        assertEquals(!writer.holdsWrites(), canWrite(), otherwise);
    }

    private void freeze(WriterSession session) throws WriterException {
        writer.prepareBackup(session);
        writer.prepareSnapshot(session);
        writer.freeze(session);
    }

    private void abortTwice(WriterSession session) throws Exception {
        assertDoesNotThrow(() -> writer.abort(session));
        assertTrue(canWrite());
        assertDoesNotThrow(() -> writer.abort(session));
        assertTrue(canWrite());
    }

    private WriterSession newSession() {
        return new WriterSession(
                SessionId.random(),
                ShadowCopySetId.random(),
                ShadowCopyContext.APP_ROLLBACK,
                volumes());
    }

    /** Runs a command as the guard does: without a shell, with next to no environment. */
    private static int run(EmergencyThaw thaw) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(thaw.command())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        Process process = builder.start();
        if (!process.waitFor(thaw.limit().toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(thaw + " did not end within its limit");
        }
        return process.exitValue();
    }
}
