package org.openvss.linux;

import static org.openvss.linux.NativeConstants.AT_EMPTY_PATH;
import static org.openvss.linux.NativeConstants.AT_RECURSIVE;
import static org.openvss.linux.NativeConstants.CLONE_FS;
import static org.openvss.linux.NativeConstants.CLONE_NEWNS;
import static org.openvss.linux.NativeConstants.FSCONFIG_CMD_CREATE;
import static org.openvss.linux.NativeConstants.FSCONFIG_CMD_RECONFIGURE;
import static org.openvss.linux.NativeConstants.FSMOUNT_CLOEXEC;
import static org.openvss.linux.NativeConstants.FSOPEN_CLOEXEC;
import static org.openvss.linux.NativeConstants.FSPICK_CLOEXEC;
import static org.openvss.linux.NativeConstants.MOVE_MOUNT_F_EMPTY_PATH;
import static org.openvss.linux.NativeConstants.MS_PRIVATE;
import static org.openvss.linux.NativeConstants.MS_SHARED;
import static org.openvss.linux.NativeConstants.MS_SLAVE;
import static org.openvss.linux.NativeConstants.OPEN_TREE_CLOEXEC;
import static org.openvss.linux.NativeConstants.OPEN_TREE_CLONE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Mounting by descriptors, so that a mount is complete before anybody can see it.
 *
 * <p>A mount is made detached ({@link #create}, {@link #openTree}), given its attributes and then
 * attached ({@link #attach}). {@link #unshareMountNamespace} and {@link #enterMountNamespace}
 * change the calling platform thread only; processes that this thread starts with {@link Processes}
 * are in its namespace. Never call them on a virtual thread.
 */
public final class Mounts {
    /** Umount in any case where the file system can do that (MNT_FORCE). */
    public static final int FORCE = 1;

    /** Take it out of sight now and umount when nobody uses it any more (MNT_DETACH). */
    public static final int DETACH = 2;

    /** Do not follow a symbolic link at the end of the path (UMOUNT_NOFOLLOW). */
    public static final int NO_FOLLOW = 8;

    /** How mounts on a mount spread between namespaces. */
    public enum Propagation {
        /** Nothing comes in or goes out. */
        PRIVATE(MS_PRIVATE),
        /** Changes come in, none go out. */
        SLAVE(MS_SLAVE),
        /** Changes go both ways. */
        SHARED(MS_SHARED);

        private final NativeConstants flag;

        Propagation(NativeConstants flag) {
            this.flag = flag;
        }
    }

    private Mounts() {}

    /**
     * Makes a detached mount of a file system ({@code fsopen}, {@code fsconfig}, {@code fsmount}).
     *
     * @param type type of the file system, for instance {@code ext4}
     * @param source device or name
     * @param options options of the file system, {@code name} or {@code name=value}, {@code ro}
     *     among them for a superblock that nobody writes
     * @param attributes see {@link MountAttributes}
     * @return descriptor of the mount; closed without being attached, it is gone
     * @throws LinuxException with the file system's own words where it gives some
     */
    public static Fd create(String type, String source, List<String> options, int attributes)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativeMemory.path(arena, SystemCall.FSOPEN, type);
            long opened = Kernel.call(SystemCall.FSOPEN, name.address(), FSOPEN_CLOEXEC.value(), 0);
            try (Fd context =
                    Fd.adopt(Outcome.check(opened, SystemCall.FSOPEN, type), "new " + type)) {
                MountContext configuration = new MountContext(context, source);
                configuration.set("source=" + source);
                for (String option : options) {
                    configuration.set(option);
                }
                configuration.execute(FSCONFIG_CMD_CREATE);
                long mounted =
                        Kernel.call(
                                SystemCall.FSMOUNT,
                                context.number(),
                                FSMOUNT_CLOEXEC.value(),
                                attributes);
                return Fd.adopt(configuration.check(mounted, "fsmount"), source);
            }
        }
    }

    /**
     * Changes options of a mounted file system as a whole ({@code fspick}, reconfigure): what
     * remount was.
     *
     * @param path a mount point of it
     * @param options options, {@code ro} or {@code rw} among them
     */
    public static void reconfigure(String path, List<String> options) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativeMemory.path(arena, SystemCall.FSPICK, path);
            long picked =
                    Kernel.call(
                            SystemCall.FSPICK,
                            Kernel.WORKING_FOLDER,
                            name.address(),
                            FSPICK_CLOEXEC.value());
            try (Fd context = Fd.adopt(Outcome.check(picked, SystemCall.FSPICK, path), path)) {
                MountContext configuration = new MountContext(context, path);
                for (String option : options) {
                    configuration.set(option);
                }
                configuration.execute(FSCONFIG_CMD_RECONFIGURE);
            }
        }
    }

    /**
     * Copies a mount or a folder of it as a detached mount ({@code open_tree(2)}): a bind mount
     * that nobody sees yet.
     *
     * @param path an existing folder or file
     * @param recursive with the mounts below
     */
    public static Fd openTree(String path, boolean recursive) throws LinuxException {
        return openTree(Kernel.WORKING_FOLDER, path, recursive ? AT_RECURSIVE.value() : 0);
    }

    /**
     * Copies what a descriptor leads to as a detached mount, see {@link #openTree(String,
     * boolean)}.
     */
    public static Fd openTree(Fd folder, boolean recursive) throws LinuxException {
        long depth = recursive ? AT_RECURSIVE.value() : 0;
        return openTree(folder.number(), "", AT_EMPTY_PATH.value() | depth);
    }

    /**
     * Sets and clears attributes ({@code mount_setattr(2)}).
     *
     * @param mount root of the mount
     * @param set see {@link MountAttributes}
     * @param clear see {@link MountAttributes}
     * @param recursive for the mounts below too
     */
    public static void setAttributes(Fd mount, int set, int clear, boolean recursive)
            throws LinuxException {
        setAttributes(mount.number(), "", mount.toString(), set, clear, 0, recursive);
    }

    /** Sets how mounts on a mount spread. */
    public static void setPropagation(String mountPoint, Propagation propagation, boolean recursive)
            throws LinuxException {
        long flag = propagation.flag.value();
        setAttributes(Kernel.WORKING_FOLDER, mountPoint, mountPoint, 0, 0, flag, recursive);
    }

    /** Sets how mounts on a mount, perhaps a detached one, spread. */
    public static void setPropagation(Fd mount, Propagation propagation, boolean recursive)
            throws LinuxException {
        long flag = propagation.flag.value();
        setAttributes(mount.number(), "", mount.toString(), 0, 0, flag, recursive);
    }

    /** Makes every mount of this namespace take changes in and give none out. */
    public static void makeSlave() throws LinuxException {
        setPropagation("/", Propagation.SLAVE, true);
    }

    /** Makes every mount of this namespace neither take nor give changes. */
    public static void makePrivate() throws LinuxException {
        setPropagation("/", Propagation.PRIVATE, true);
    }

    /**
     * Attaches a detached mount to a path ({@code move_mount(2)}); a symbolic link is not followed.
     */
    public static void attach(Fd mount, String mountPoint) throws LinuxException {
        attach(mount, Kernel.WORKING_FOLDER, mountPoint);
    }

    /** Attaches a detached mount to a name in a folder ({@code move_mount(2)}). */
    public static void attach(Fd mount, Fd folder, String name) throws LinuxException {
        attach(mount, folder.number(), name);
    }

    /** Mounts a file system at a path; see {@link #create}. */
    public static void mount(
            String type, String source, String mountPoint, List<String> options, int attributes)
            throws LinuxException {
        try (Fd mount = create(type, source, options, attributes)) {
            attach(mount, mountPoint);
        }
    }

    /**
     * Shows a folder or file at a second path, with attributes from the first moment on.
     *
     * @param attributes see {@link MountAttributes}
     * @param recursive with the mounts below
     */
    public static void bind(String source, String mountPoint, int attributes, boolean recursive)
            throws LinuxException {
        try (Fd mount = openTree(source, recursive)) {
            setAttributes(mount, attributes, 0, recursive);
            attach(mount, mountPoint);
        }
    }

    /**
     * Umounts ({@code umount2(2)}).
     *
     * @param flags 0 or some of {@link #FORCE}, {@link #DETACH}, {@link #NO_FOLLOW}
     * @throws LinuxException EBUSY if it is in use, EINVAL if it is no mount point
     */
    public static void umount(String mountPoint, int flags) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = NativeMemory.path(arena, SystemCall.UMOUNT2, mountPoint);
            Outcome.check(
                    Kernel.call(SystemCall.UMOUNT2, path.address(), flags, 0),
                    SystemCall.UMOUNT2,
                    mountPoint);
        }
    }

    /** Gives the calling platform thread a mount namespace of its own ({@code unshare(2)}). */
    public static void unshareMountNamespace() throws LinuxException {
        Outcome.check(
                Kernel.call(SystemCall.UNSHARE, CLONE_NEWNS.value(), 0, 0),
                SystemCall.UNSHARE,
                "mount namespace");
    }

    /** Opens the calling thread's mount namespace, to come back to it. */
    public static Fd openMountNamespace() throws LinuxException {
        return FileCalls.open("/proc/thread-self/ns/mnt", OpenFlags.READ_ONLY);
    }

    /** Moves the calling platform thread into a mount namespace ({@code setns(2)}). */
    public static void enterMountNamespace(Fd namespace) throws LinuxException {
        // The kernel refuses while the working folder is shared with the process's other threads.
        Outcome.check(
                Kernel.call(SystemCall.UNSHARE, CLONE_FS.value(), 0, 0),
                SystemCall.UNSHARE,
                "working folder");
        Outcome.check(
                Kernel.call(SystemCall.SETNS, namespace.number(), CLONE_NEWNS.value(), 0),
                SystemCall.SETNS,
                namespace);
    }

    private static Fd openTree(int folder, String path, long flags) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativeMemory.path(arena, SystemCall.OPEN_TREE, path);
            long all = flags | OPEN_TREE_CLONE.value() | OPEN_TREE_CLOEXEC.value();
            String subject = path.isEmpty() ? "descriptor " + folder : path;
            long result = Kernel.call(SystemCall.OPEN_TREE, folder, name.address(), all);
            return Fd.adopt(Outcome.check(result, SystemCall.OPEN_TREE, subject), subject);
        }
    }

    private static void attach(Fd mount, int folder, String name) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment empty = NativeMemory.path(arena, SystemCall.MOVE_MOUNT, "");
            MemorySegment target = NativeMemory.path(arena, SystemCall.MOVE_MOUNT, name);
            long result =
                    Kernel.call(
                            SystemCall.MOVE_MOUNT,
                            mount.number(),
                            empty.address(),
                            folder,
                            target.address(),
                            MOVE_MOUNT_F_EMPTY_PATH.value(),
                            0);
            Outcome.check(result, SystemCall.MOVE_MOUNT, mount.name() + " to " + name);
        }
    }

    private static void setAttributes(
            int folder,
            String path,
            String subject,
            long set,
            long clear,
            long propagation,
            boolean recursive)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativeMemory.path(arena, SystemCall.MOUNT_SETATTR, path);
            MemorySegment change = arena.allocate(NativeLayouts.MOUNT_ATTR);
            NativeLayouts.setLong(change, NativeLayouts.MOUNT_ATTR, set, "attr_set");
            NativeLayouts.setLong(change, NativeLayouts.MOUNT_ATTR, clear, "attr_clr");
            NativeLayouts.setLong(change, NativeLayouts.MOUNT_ATTR, propagation, "propagation");
            long flags =
                    (path.isEmpty() ? AT_EMPTY_PATH.value() : 0)
                            | (recursive ? AT_RECURSIVE.value() : 0);
            long result =
                    Kernel.call(
                            SystemCall.MOUNT_SETATTR,
                            folder,
                            name.address(),
                            flags,
                            change.address(),
                            NativeLayouts.MOUNT_ATTR.byteSize(),
                            0);
            Outcome.check(result, SystemCall.MOUNT_SETATTR, subject);
        }
    }
}
