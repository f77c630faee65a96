package org.openvss.linux;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which mounts lead to some superblocks, over the mount namespaces of all processes. The ids of
 * mounts are unique over all of them, and unlike a file's own device number they lead to one
 * superblock also for the subvolumes of btrfs.
 */
final class MountedSuperblocks {
    private final Set<DeviceNumber> wanted;
    private final Map<Integer, Boolean> mounts = new HashMap<>();
    private final Set<String> namespaces = new HashSet<>();
    private final Set<Integer> asked = new HashSet<>();

    MountedSuperblocks(Collection<DeviceNumber> wanted) {
        this.wanted = Set.copyOf(wanted);
    }

    /** What is known of a mount. */
    enum Answer {
        WANTED,
        OTHER,
        UNKNOWN
    }

    /** Takes in the mounts of a process's namespace, unless they are known. */
    void learn(int pid, String namespace) {
        if (namespaces.add(namespace)) {
            ask(pid);
        }
    }

    /** Returns what is known of a mount that a process uses; asks the process if need be. */
    Answer of(int mountId, int pid) {
        Boolean known = mounts.get(mountId);
        // A process in a changed root sees only part of its namespace, and mounts come and go.
        if (known == null && asked.add(pid)) {
            ask(pid);
            known = mounts.get(mountId);
        }
        if (known == null) {
            return Answer.UNKNOWN;
        }
        return known ? Answer.WANTED : Answer.OTHER;
    }

    /** Tells whether a device number is that of a wanted superblock itself. */
    boolean isWanted(DeviceNumber device) {
        return wanted.contains(device);
    }

    /**
     * Tells whether a file of which only its own number is known may be on a wanted superblock:
     * numbers without a device say nothing of the superblock.
     */
    boolean mayBeWanted(DeviceNumber device) {
        return isWanted(device)
                || (device.major() == 0 && wanted.stream().anyMatch(one -> one.major() == 0));
    }

    private void ask(int pid) {
        List<Mount> read;
        try {
            read = MountTable.read(pid);
        } catch (LinuxException gone) {
            // Its files cannot be looked at either, then.
            return;
        }
        for (Mount mount : read) {
            mounts.put(mount.id(), wanted.contains(new DeviceNumber(mount.major(), mount.minor())));
        }
    }
}
