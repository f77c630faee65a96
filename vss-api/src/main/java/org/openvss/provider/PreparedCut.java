package org.openvss.provider;

import java.time.Duration;
import java.util.List;
import org.openvss.Mirrors;
import org.openvss.ShadowCopyId;

/**
 * One prepared call that cuts one volume, or several if the provider declares group cuts. Holds
 * only open descriptors and the prepared call.
 */
public interface PreparedCut {
    /** Returns the copies that the cut makes; the same list at every call. */
    List<ShadowCopyId> copies();

    /** Returns how long the cut is expected to take, from what is known of the storage. */
    Duration predicted();

    /**
     * Cuts. Runs while writes are held: it makes its one call and nothing else; no file, log, lock,
     * new class, new object of note; it never throws. The caller measures the time.
     *
     * @return 0, or the errno of the failed call
     */
    @Mirrors("IVssProviderCreateSnapshotSet::CommitSnapshots")
    int cut();

    /**
     * Notes, after every cut of the set has ended, what proves that the volume did not change since
     * its own cut; {@link ProviderTransaction#postCommit} returns the proof. Only called, once,
     * after a successful cut of volumes whose processes are held ({@link Quiesce#SELF}), on the
     * thread of the cut and while they are still held: they wait for it, so it is a few prepared
     * calls. It never throws; what it cannot find out, the proof says.
     */
    default void confirm() {}
}
