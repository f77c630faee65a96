package org.openvss.kernel.gate;

import java.util.NoSuchElementException;
import org.openvss.Volume;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;

/** Volumes of mount points, as far as the gate needs to know them. */
public final class MountedVolumes {
    private MountedVolumes() {}

    /** Returns the volume that is mounted exactly at a path. */
    public static Volume volume(String mountPoint) throws LinuxException {
        Mount mount =
                MountTable.read().stream()
                        .filter(candidate -> candidate.mountPoint().equals(mountPoint))
                        .reduce((earlier, later) -> later)
                        .orElseThrow(() -> new NoSuchElementException(mountPoint));
        return new Volume(
                mount.fileSystemType() + ":" + mount.deviceNumbers(),
                mount.major(),
                mount.minor(),
                mount.fileSystemType(),
                null,
                mount.mountPoint(),
                mount.root(),
                mount.source(),
                mount.id(),
                false);
    }
}
