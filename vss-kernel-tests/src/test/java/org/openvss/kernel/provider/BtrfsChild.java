package org.openvss.kernel.provider;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.provider.PreparedCut;
import org.openvss.provider.btrfs.BtrfsProvider;

/**
 * A process that takes a set of subvolumes as far as it is told, says so, and waits to be killed.
 */
final class BtrfsChild {
    /** Where it stops. */
    enum Stop {
        PREPARED,
        CUT,
        POST_COMMITTED,
        WRITABLE
    }

    private BtrfsChild() {}

    /** Arguments: where to stop, then the mount points. Prints the ids of the copies. */
    public static void main(String[] arguments) throws Exception {
        Stop stop = Stop.valueOf(arguments[0]);
        List<Path> paths = new ArrayList<>();
        for (int at = 1; at < arguments.length; at++) {
            paths.add(Path.of(arguments[at]));
        }
        BtrfsRun run = new BtrfsRun(new BtrfsProvider(), ShadowCopyContext.APP_ROLLBACK, paths);
        run.transaction.endPrepare();
        if (stop != Stop.PREPARED) {
            for (PreparedCut cut : run.transaction.preCommit()) {
                if (cut.cut() != 0) {
                    throw new AssertionError("the cut failed");
                }
            }
        }
        if (stop.compareTo(Stop.POST_COMMITTED) >= 0) {
            run.postCommit();
        }
        if (stop == Stop.WRITABLE) {
            run.transaction.preFinalCommit();
        }
        for (ShadowCopyId copy : run.copies) {
            System.out.println(copy);
        }
        System.out.println("ready");
        Thread.sleep(Long.MAX_VALUE);
    }
}
