package org.openvss.provider.image;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.openvss.ShadowCopyId;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.PreparedCall;
import org.openvss.linux.PreparedCalls;
import org.openvss.provider.PreparedCut;

/**
 * The one FICLONE of a volume. Knows whether it runs, so that its descriptors are not closed under
 * it: their numbers could mean other files by then.
 */
final class ImageCut implements PreparedCut {
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

    ImageCut(ShadowCopyId copy, Fd target, Fd source, Duration predicted) {
        this.copies = List.of(copy);
        this.predicted = predicted;
        this.call = PreparedCalls.cloneFile(target, source);
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

    /** Prevents the cut; answers false while it is running, and then nothing may be closed. */
    boolean close() {
        return state.getAndUpdate(now -> now == State.RUNNING ? now : State.CLOSED)
                != State.RUNNING;
    }
}
