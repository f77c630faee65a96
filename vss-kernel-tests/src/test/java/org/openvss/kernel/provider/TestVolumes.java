package org.openvss.kernel.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openvss.Volume;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileSystemId;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.PreparedCalls;

/** What the tests of providers need instead of the resolver and the gate. */
public final class TestVolumes {
    private TestVolumes() {}

    /** Describes the volume that is mounted at a folder. */
    public static Volume at(String mountPoint) throws LinuxException {
        try (Fd folder = FileCalls.open(mountPoint, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY)) {
            Mount mount = MountTable.of(folder).orElseThrow();
            if (!mount.mountPoint().equals(mountPoint)) {
                throw new AssertionError(mountPoint + " is not a mount point");
            }
            return describe(mount);
        }
    }

    private static Volume describe(Mount mount) throws LinuxException {
        String uuid = "none";
        if (mount.source().startsWith("/dev/")) {
            try (Fd device = FileCalls.open(mount.source(), OpenFlags.READ_ONLY)) {
                Optional<FileSystemId> id = FileSystemId.read(device);
                uuid = id.map(FileSystemId::uuid).orElse("none");
            }
        }
        String subvolume = mount.btrfsSubvolume().orElse("/");
        return new Volume(
                mount.fileSystemType() + ":" + uuid + (subvolume.equals("/") ? "" : subvolume),
                mount.major(),
                mount.minor(),
                mount.fileSystemType(),
                uuid,
                mount.mountPoint(),
                mount.root(),
                mount.source(),
                mount.id(),
                mount.isSuperReadOnly());
    }

    /** Freezes volumes, each of which must be the root of a mount, until closed. */
    static AutoCloseable freeze(List<Volume> volumes) throws LinuxException {
        Freeze freeze = new Freeze();
        try {
            for (Volume volume : volumes) {
                freeze.add(volume);
            }
            return freeze;
        } catch (LinuxException e) {
            freeze.close();
            throw e;
        }
    }

    /** Frozen file systems. */
    private static final class Freeze implements AutoCloseable {
        private final List<Fd> frozen = new ArrayList<>();

        void add(Volume volume) throws LinuxException {
            Fd root =
                    FileCalls.open(volume.mountPoint(), OpenFlags.READ_ONLY | OpenFlags.DIRECTORY);
            if (AttributeCalls.fstat(root).mountId() != volume.mountId()) {
                root.close();
                throw new AssertionError(volume.mountPoint() + " would freeze something else");
            }
            int errno = PreparedCalls.freeze(root).run();
            if (errno != 0) {
                root.close();
                throw new LinuxException("ioctl FIFREEZE", volume.mountPoint(), errno);
            }
            frozen.addFirst(root);
        }

        @Override
        public void close() {
            for (Fd root : frozen) {
                int errno = PreparedCalls.thaw(root).run();
                root.close();
                if (errno != 0) {
                    throw new AssertionError(root.name() + " was not frozen any more: " + errno);
                }
            }
        }
    }
}
