package org.openvss.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.PreparedCalls;

/**
 * Freezes and thaws scratch volumes directly, for the control, for tests of foreign freezes and for
 * cleaning up after a contender that failed. The product's gate is not used here.
 */
public final class Freezing {
    private Freezing() {}

    /**
     * Opens a volume's root for freezing; refuses a folder that is not the root of a mount, because
     * freezing it would freeze the file system above.
     *
     * @throws ScratchException if it cannot be opened or is not the root of a mount
     */
    public static Fd openRoot(ScratchVolume volume) throws ScratchException {
        String path = volume.mountPoint();
        try {
            Fd root = FileCalls.open(path, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY);
            if (AttributeCalls.fstat(root).isMountRoot()) {
                return root;
            }
            root.close();
            throw new ScratchException(path + " is not the root of a mount: not frozen", null);
        } catch (LinuxException e) {
            throw new ScratchException("a scratch volume cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Freezes a volume; EBUSY if it is frozen already. */
    public static void freeze(Fd root) throws LinuxException {
        check("FIFREEZE", root, PreparedCalls.freeze(root).run());
    }

    /** Thaws a volume; EINVAL if it is not frozen. */
    public static void thaw(Fd root) throws LinuxException {
        check("FITHAW", root, PreparedCalls.thaw(root).run());
    }

    private static void check(String call, Fd root, int errno) throws LinuxException {
        if (errno != 0) {
            throw new LinuxException(call, root.name(), errno);
        }
    }

    /**
     * Thaws whatever is frozen, outermost first.
     *
     * @return a sentence for each volume that may still be frozen
     */
    static List<String> thawAll(List<ScratchVolume> volumes) {
        List<String> left = new ArrayList<>();
        for (ScratchVolume volume : volumes) {
            try (Fd root = openRoot(volume)) {
                thaw(root);
            } catch (LinuxException e) {
                if (e.errno() != Errno.EINVAL) {
                    left.add(volume.mountPoint() + " may be frozen: " + e.getMessage());
                }
            } catch (ScratchException e) {
                left.add(volume.mountPoint() + " may be frozen: " + e.getMessage());
            }
        }
        return left;
    }
}
