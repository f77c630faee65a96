package org.openvss.kernel.sql;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.openvss.Volume;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;

/** The volumes on which folders lie, as a coordinator would name them to a writer. */
final class Places {
    private Places() {}

    static List<Volume> volumes(Path... folders) {
        return Stream.of(folders).map(Places::volume).distinct().toList();
    }

    private static Volume volume(Path folder) {
        try {
            long id = AttributeCalls.statx(folder.toString()).mountId();
            Mount mount =
                    MountTable.read().stream()
                            .filter(one -> one.id() == id)
                            .findFirst()
                            .orElseThrow();
            return new Volume(
                    "test:" + mount.deviceNumbers(),
                    mount.major(),
                    mount.minor(),
                    mount.fileSystemType(),
                    null,
                    mount.mountPoint(),
                    mount.root(),
                    mount.source(),
                    mount.id(),
                    false);
        } catch (LinuxException e) {
            throw new AssertionError(e);
        }
    }
}
