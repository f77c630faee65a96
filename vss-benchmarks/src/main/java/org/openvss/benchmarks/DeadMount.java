package org.openvss.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;

/**
 * A mount whose server is dead: a FUSE file system that nobody serves. Whoever opens or examines it
 * hangs, until {@link #close} or the end of this process takes the connection away.
 *
 * <p>For tests that nothing hangs because of a mount next door. To the kernel it is the same as a
 * FUSE program that was stopped, but needs no program.
 */
public final class DeadMount implements AutoCloseable {
    private final Path mountPoint;
    private final Fd connection;

    private DeadMount(Path mountPoint, Fd connection) {
        this.mountPoint = mountPoint;
        this.connection = connection;
    }

    /**
     * Mounts it in a new folder.
     *
     * @param parent existing folder
     * @throws ScratchException if that is impossible here: not root, no {@code /dev/fuse}
     */
    public static DeadMount in(Path parent) throws ScratchException {
        Path mountPoint = parent.resolve("dead");
        try {
            Files.createDirectory(mountPoint);
            Fd connection = FileCalls.open("/dev/fuse", OpenFlags.READ_WRITE);
            try {
                // The kernel's first request stays unanswered, and all others wait for it.
                List<String> options =
                        List.of(
                                "fd=" + connection.number(),
                                "rootmode=40000",
                                "user_id=0",
                                "group_id=0");
                Mounts.mount("fuse", "openvss-dead", mountPoint.toString(), options, 0);
                return new DeadMount(mountPoint, connection);
            } catch (LinuxException e) {
                connection.close();
                Files.delete(mountPoint);
                throw e;
            }
        } catch (IOException | LinuxException e) {
            throw new ScratchException("no dead mount can be made: " + e.getMessage(), e);
        }
    }

    /** Returns where it is mounted; touching it hangs. */
    public String mountPoint() {
        return mountPoint.toString();
    }

    /** Cuts the connection, which wakes everybody who hangs, and unmounts. */
    @Override
    public void close() throws ScratchException {
        connection.close();
        try {
            Mounts.umount(mountPoint.toString(), Mounts.DETACH | Mounts.NO_FOLLOW);
            Files.delete(mountPoint);
        } catch (IOException | LinuxException e) {
            throw new ScratchException("a dead mount is left behind: " + e.getMessage(), e);
        }
    }
}
