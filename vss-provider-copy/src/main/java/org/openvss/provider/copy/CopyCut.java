package org.openvss.provider.copy;

import java.time.Duration;
import java.util.List;
import org.openvss.ShadowCopyId;
import org.openvss.linux.Errno;
import org.openvss.provider.PreparedCut;

/**
 * The instant for which a copy stands. Nothing is cut: everything was copied before, and the check
 * afterwards proves whether it still was so.
 */
final class CopyCut implements PreparedCut {
    private final List<ShadowCopyId> copies;
    private volatile boolean gone;

    CopyCut(ShadowCopyId copy) {
        copies = List.of(copy);
    }

    /** From now on the cut fails: the copy was removed. */
    void withdraw() {
        gone = true;
    }

    @Override
    public List<ShadowCopyId> copies() {
        return copies;
    }

    @Override
    public Duration predicted() {
        return Duration.ZERO;
    }

    @Override
    public int cut() {
        return gone ? Errno.EBADF : 0;
    }
}
