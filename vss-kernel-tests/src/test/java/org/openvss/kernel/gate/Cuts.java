package org.openvss.kernel.gate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.openvss.ShadowCopyId;
import org.openvss.linux.PreparedCall;
import org.openvss.provider.PreparedCut;

/** Prepared cuts that do what a test wants. */
public final class Cuts {
    private Cuts() {}

    /** Waits for so long, although the window wakes the threads of cuts for its own reasons. */
    static void pause(Duration length) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < length.toNanos()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Returns a cut that succeeds after an action. */
    public static PreparedCut of(ShadowCopyId copy, Runnable action) {
        return of(
                List.of(copy),
                Duration.ZERO,
                () -> {
                    action.run();
                    return 0;
                });
    }

    /** Returns a cut that makes a call. */
    public static PreparedCut of(List<ShadowCopyId> copies, Duration predicted, PreparedCall call) {
        return new PreparedCut() {
            @Override
            public List<ShadowCopyId> copies() {
                return copies;
            }

            @Override
            public Duration predicted() {
                return predicted;
            }

            @Override
            public int cut() {
                return call.run();
            }
        };
    }
}
