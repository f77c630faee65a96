package org.openvss.gate;

import java.util.List;
import org.openvss.linux.PreparedCall;

/**
 * A way to let go of something that is held, opened beforehand.
 *
 * @param call the call that lets go: 0, or EINVAL if it is not held
 * @param opened what the call needs open until its last run
 */
record Release(PreparedCall call, List<AutoCloseable> opened) implements AutoCloseable {
    Release {
        opened = List.copyOf(opened);
    }

    /** Makes a release that needs one thing open. */
    static Release of(PreparedCall call, AutoCloseable opened) {
        return new Release(call, List.of(opened));
    }

    /** Closes what is open; only when no call is under way. */
    @Override
    public void close() {
        for (AutoCloseable one : opened) {
            try {
                one.close();
            } catch (Exception failure) {
                throw new IllegalStateException("closing a descriptor cannot fail", failure);
            }
        }
    }
}
