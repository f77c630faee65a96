package org.openvss.provider.btrfs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openvss.linux.BtrfsCalls;

/**
 * One attempt to cut the subvolumes of a file system in one transaction.
 *
 * @param name name of its snapshots in the folders of the copies
 * @param decoy snapshot that is begun first, so that the others wait for its transaction to end and
 *     then share the next one; null if there is only one subvolume
 * @param snapshots one for each subvolume
 * @param delayNanos how long after the decoy they are begun
 */
record Attempt(
        String name,
        BtrfsCalls.@Nullable Snapshot decoy,
        List<BtrfsCalls.Snapshot> snapshots,
        long delayNanos) {
    Attempt {
        snapshots = List.copyOf(snapshots);
    }

    /** Tells whether all snapshots are of one transaction; allocates nothing. */
    boolean isOneTransaction() {
        long first = snapshots.get(0).transaction();
        for (int at = 1; at < snapshots.size(); at++) {
            if (snapshots.get(at).transaction() != first) {
                return false;
            }
        }
        return true;
    }
}
