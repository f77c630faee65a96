package org.openvss.cli;

import java.time.Duration;
import org.openvss.ShadowCopySetId;
import org.openvss.coordinator.port.CreationListener;

/**
 * Says on standard error what a creation is doing once it takes long; only on a terminal. Prints
 * only when a phase begins, which is never while writes are held.
 */
final class Progress implements CreationListener {
    private static final Duration SILENT = Duration.ofSeconds(1);

    /** Set by the launcher: asking for the console here would start a whole line editor. */
    private static final String TERMINAL = "org.openvss.terminal";

    private final Output output;
    private final long startedNanos = System.nanoTime();

    private Progress(Output output) {
        this.output = output;
    }

    /** Returns a listener for this terminal, or one that stays silent if there is none. */
    static CreationListener on(Output output) {
        return Boolean.getBoolean(TERMINAL) ? new Progress(output) : CreationListener.NONE;
    }

    @Override
    public void phaseBegins(ShadowCopySetId set, String phase) {
        long nanos = System.nanoTime() - startedNanos;
        if (nanos >= SILENT.toNanos()) {
            output.note(String.format("%5.1f s  %s", nanos / 1e9, phase));
        }
    }
}
