package org.openvss.gate;

import java.time.Duration;
import org.openvss.gate.HoldPage.HoldState;
import org.openvss.linux.PreparedCall;

/**
 * Lets a {@link HoldWindow} run and ends it at the limit: afterwards everything is open, but for
 * what the kernel keeps.
 */
final class WindowRun {
    private static final Duration GRACE = Duration.ofMillis(300);

    private final HoldWindow window;
    private final HoldPage page;
    private final PreparedCall[] rescue;

    /**
     * Prepares to run.
     *
     * @param window the window, its threads started
     * @param page where the state of each slot is stored
     * @param rescue for each slot, another call that opens it, for another thread
     */
    WindowRun(HoldWindow window, HoldPage page, PreparedCall[] rescue) {
        this.window = window;
        this.page = page;
        this.rescue = rescue.clone();
    }

    /**
     * Runs the window.
     *
     * @param limit when the guard will open everything; the window ends a little earlier
     * @return whether it ended in time by itself
     */
    boolean within(Duration limit) {
        long margin = Math.min(limit.toNanos() / 10, Duration.ofMillis(500).toNanos());
        window.go();
        boolean inTime = window.await(limit.toNanos() - margin);
        if (!inTime) {
            window.stop();
            if (!window.await(GRACE.toNanos())) {
                rescue();
                window.await(GRACE.toNanos());
            }
        }
        return inTime;
    }

    /** Opens what its own thread does not; threads that hang here are left behind. */
    private void rescue() {
        for (int slot = 0; slot < window.slots; slot++) {
            HoldPlace place = window.place(slot);
            if (place == HoldPlace.CUTTING || place == HoldPlace.VERIFYING) {
                int stuck = slot;
                Thread.ofPlatform()
                        .daemon()
                        .name("rescue " + slot)
                        .start(() -> {
                            if (rescue[stuck].run() == 0) {
                                page.set(stuck, HoldState.FREE);
                            }
                        });
            }
        }
    }
}
