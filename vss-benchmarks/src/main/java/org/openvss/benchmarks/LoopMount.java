package org.openvss.benchmarks;

import java.util.List;
import java.util.stream.Stream;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.LoopDevice;
import org.openvss.linux.LoopDevices;
import org.openvss.linux.LoopOptions;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;

/** Mounts images through loop devices that the kernel detaches with their mount. */
final class LoopMount {
    private LoopMount() {}

    /**
     * Mounts an image.
     *
     * @param options options of the file system, separated by commas; may be empty
     * @return path of the loop device
     */
    static String mount(
            String image, String target, GuestType type, String options, boolean readOnly)
            throws LinuxException {
        List<String> all =
                Stream.concat(Stream.of(readOnly ? "ro" : "rw"), Stream.of(options.split(",", -1)))
                        .filter(option -> !option.isEmpty())
                        .toList();
        LoopOptions loop =
                readOnly
                        ? LoopOptions.readOnlyUntilUnused()
                        : LoopOptions.writable().withAutoclear(true);
        int flags = readOnly ? OpenFlags.READ_ONLY : OpenFlags.READ_WRITE;
        try (Fd file = FileCalls.open(image, flags);
                LoopDevice device = LoopDevices.attach(file, loop)) {
            Mounts.mount(type.kernelName(), device.path(), target, all, 0);
            return device.path();
        }
    }

    /** Mounts a tmpfs with a limit. */
    static void mountTmpfs(String target, long bytes) throws LinuxException {
        Mounts.mount("tmpfs", "openvss-scratch", target, List.of("size=" + bytes), 0);
    }

    static void unmount(String target) throws LinuxException {
        Mounts.umount(target, Mounts.NO_FOLLOW);
    }
}
