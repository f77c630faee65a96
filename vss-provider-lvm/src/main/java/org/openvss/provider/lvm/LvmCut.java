package org.openvss.provider.lvm;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.openvss.ShadowCopyId;
import org.openvss.linux.Errno;
import org.openvss.linux.PreparedCall;
import org.openvss.provider.PreparedCut;

/**
 * The one order to the device-mapper that fills a snapshot. Knows whether it runs, so that nothing
 * is taken away under it.
 */
final class LvmCut implements PreparedCut {
    private enum State {
        READY,
        RUNNING,
        DONE,
        FAILED,
        CLOSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.READY);
    private final List<ShadowCopyId> copies;
    private final Duration predicted;
    private final PreparedCall call;

    LvmCut(ShadowCopyId copy, Duration predicted, PreparedCall call) {
        this.copies = List.of(copy);
        this.predicted = predicted;
        this.call = call;
    }

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
        if (!state.compareAndSet(State.READY, State.RUNNING)) {
            return Errno.EBADF;
        }
        int errno = call.run();
        state.set(errno == 0 ? State.DONE : State.FAILED);
        return errno;
    }

    boolean isDone() {
        return state.get() == State.DONE;
    }

    /** Prevents the cut; answers false while it is running, and then nothing may be taken away. */
    boolean close() {
        return state.getAndUpdate(now -> now == State.RUNNING ? now : State.CLOSED)
                != State.RUNNING;
    }
}
