package org.openvss.provider.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openvss.ShadowCopyId;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;

/**
 * All folders of clones that can be reached in the mount namespace of the calling thread.
 *
 * <p>Network and FUSE mounts, and everything mounted below one, are not touched: their server may
 * be dead, and then a look at them never ends.
 */
final class CloneHosts implements AutoCloseable {
    private static final Set<String> NEVER =
            Set.of(
                    "9p",
                    "afs",
                    "autofs",
                    "ceph",
                    "cifs",
                    "coda",
                    "davfs",
                    "gfs2",
                    "glusterfs",
                    "lustre",
                    "ncpfs",
                    "nfs",
                    "nfs4",
                    "ocfs2",
                    "orangefs",
                    "smb3",
                    "smbfs",
                    "virtiofs",
                    "bpf",
                    "cgroup",
                    "cgroup2",
                    "configfs",
                    "debugfs",
                    "devpts",
                    "hugetlbfs",
                    "mqueue",
                    "nsfs",
                    "proc",
                    "pstore",
                    "securityfs",
                    "sysfs",
                    "tracefs",
                    "ramfs",
                    "devtmpfs",
                    "binfmt_misc",
                    "fusectl",
                    "rpc_pipefs");

    private final List<CloneFolder> folders;

    private CloneHosts(List<CloneFolder> folders) {
        this.folders = folders;
    }

    /** Opens the folder of every host; one file system is opened once. */
    static CloneHosts open() throws LinuxException {
        List<CloneFolder> found = new ArrayList<>();
        CloneHosts hosts = new CloneHosts(found);
        try {
            List<Mount> mounts = MountTable.read();
            Map<Integer, Mount> byId = new HashMap<>();
            mounts.forEach(mount -> byId.put(mount.id(), mount));
            for (Mount mount : mounts) {
                if (!isBehindRemote(mount, byId)) {
                    CloneFolder.find(mount).ifPresent(folder -> keepOnce(found, folder));
                }
            }
            return hosts;
        } catch (LinuxException e) {
            hosts.close();
            throw e;
        }
    }

    private static void keepOnce(List<CloneFolder> found, CloneFolder folder) {
        if (found.stream().anyMatch(folder::isSameAs)) {
            folder.close();
        } else {
            found.add(folder);
        }
    }

    private static boolean isBehindRemote(Mount mount, Map<Integer, Mount> byId) {
        return Stream.iterate(
                        Optional.of(mount),
                        Optional::isPresent,
                        step ->
                                step.filter(at -> at.parentId() != at.id())
                                        .flatMap(
                                                at -> Optional.ofNullable(byId.get(at.parentId()))))
                .flatMap(Optional::stream)
                .anyMatch(CloneHosts::isNeverTouched);
    }

    private static boolean isNeverTouched(Mount mount) {
        String type = mount.fileSystemType();
        return type.startsWith("fuse") || NEVER.contains(type);
    }

    List<CloneFolder> folders() {
        return folders;
    }

    /** Returns the folder that has anything of a copy. */
    Optional<CloneFolder> holding(ShadowCopyId copy) throws LinuxException {
        for (CloneFolder folder : folders) {
            if (folder.copies().contains(copy)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        folders.forEach(CloneFolder::close);
    }
}
