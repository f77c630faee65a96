package org.openvss.embedded;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openvss.HResult;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopySet;
import org.openvss.VssException;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountAttributes;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;
import org.openvss.provider.ExposedCopy;
import org.openvss.provider.WritableClone;

/**
 * The copies of a set over the original mount points, in the mount namespace of the calling thread,
 * which must be its own.
 *
 * <p>Copies are first mounted in a tmpfs that only this namespace has, then moved over the
 * originals, outer ones first: covering {@code /a} hides {@code /a/b}, so {@code b} is put back
 * into the copy of {@code a}, as its own copy if it is a member and as it is if not.
 */
final class PrivateView implements AutoCloseable {
    private static final String STAGE = "exec";
    private static final int SAFE = MountAttributes.NO_SET_ID | MountAttributes.NO_DEVICES;

    private final String stage;
    private final boolean writable;
    private final List<String> notices = new ArrayList<>();
    private final Deque<Undo> undo = new ArrayDeque<>();

    private PrivateView(String stage, boolean writable) {
        this.stage = stage;
        this.writable = writable;
    }

    /**
     * Builds the view.
     *
     * @param set the set
     * @param vss knows the providers and the folder for the stage
     * @throws VssException what a provider answers; the caller drops the namespace then
     * @throws LinuxException if mounting fails
     */
    static PrivateView of(ShadowCopySet set, LocalVss vss) throws VssException, LinuxException {
        return build(new PrivateView(Paths.join(vss.stateFolder(), STAGE), false), set, vss);
    }

    /**
     * Builds a view of throw-away writable clones, in which everything else is read-only: whatever
     * runs in it cannot change the originals, even if the copies lack something.
     *
     * @param set the set
     * @param vss knows the providers and the folder for the stage
     * @throws VssException what a provider answers; the caller drops the namespace then
     * @throws LinuxException if mounting fails
     */
    static PrivateView writable(ShadowCopySet set, LocalVss vss)
            throws VssException, LinuxException {
        return build(new PrivateView(Paths.join(vss.stateFolder(), STAGE), true), set, vss);
    }

    private static PrivateView build(PrivateView view, ShadowCopySet set, LocalVss vss)
            throws VssException, LinuxException {
        try {
            view.build(set, vss);
            return view;
        } catch (VssException | LinuxException e) {
            view.close();
            throw e;
        }
    }

    /** Returns what is not shown as it was, one sentence each. */
    List<String> notices() {
        return List.copyOf(notices);
    }

    private void build(ShadowCopySet set, LocalVss vss) throws VssException, LinuxException {
        Folders.makePrivate(stage).close();
        Mounts.mount("tmpfs", "openvss", stage, List.of("mode=0700"), SAFE);
        undo.push(() -> unmount(stage));
        Map<String, Fd> covers = new LinkedHashMap<>();
        try {
            liveMountsBelow(set, covers);
            for (ShadowCopy copy : set.shadowCopies()) {
                covers.put(copy.volume(), staged(copy, vss));
            }
            if (writable) {
                sealEverything();
            }
            List<Map.Entry<String, Fd>> outerFirst =
                    covers.entrySet().stream()
                            .sorted(Comparator.comparingInt(cover -> depth(cover.getKey())))
                            .toList();
            for (Map.Entry<String, Fd> cover : outerFirst) {
                cover(set, cover.getKey(), cover.getValue());
            }
        } finally {
            covers.values().forEach(Fd::close);
        }
    }

    /** Mounts a copy on the stage and takes the part that shows the original's root. */
    private Fd staged(ShadowCopy copy, LocalVss vss) throws VssException, LinuxException {
        String place = Paths.join(stage, copy.id().toString());
        try (Fd folder = FileCalls.open(stage, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY)) {
            DirectoryCalls.mkdirat(folder, copy.id().toString(), 0700);
        }
        if (writable) {
            WritableClone clone = vss.provider(copy.providerId()).writableClone(copy.id(), place);
            undo.push(clone::close);
            return tree(clone.path(), SAFE);
        }
        ExposedCopy exposed = vss.provider(copy.providerId()).expose(copy.id(), place);
        if (Paths.isAtOrBelow(exposed.path(), place)) {
            undo.push(() -> unmount(place));
        }
        return tree(exposed.path(), MountAttributes.READ_ONLY | SAFE);
    }

    private static Fd tree(String path, int attributes) throws LinuxException {
        Fd tree = Mounts.openTree(path, false);
        Mounts.setAttributes(tree, attributes, 0, false);
        return tree;
    }

    /**
     * Makes every mount read-only, in one more namespace; the trees that are not attached stay. The
     * mount through which a loop device writes its file cannot be sealed, but its double can.
     */
    private static void sealEverything() throws LinuxException {
        Mounts.unshareMountNamespace();
        try (Fd root = FileCalls.open("/", OpenFlags.PATH | OpenFlags.DIRECTORY)) {
            Mounts.setAttributes(root, MountAttributes.READ_ONLY, 0, true);
        }
    }

    /** Opens the mounts inside members that are no members themselves, before they are hidden. */
    private void liveMountsBelow(ShadowCopySet set, Map<String, Fd> covers)
            throws VssException, LinuxException {
        Set<String> members = new HashSet<>();
        set.shadowCopies().forEach(copy -> members.add(copy.volume()));
        for (Mount mount : LinuxVolumeResolver.mounts()) {
            String mountPoint = mount.mountPoint();
            boolean inside =
                    members.stream()
                            .anyMatch(member ->
                                    !member.equals(mountPoint)
                                            && Paths.isAtOrBelow(mountPoint, member));
            // A FUSE server that is gone must not stop us; it stays hidden.
            if (inside
                    && !members.contains(mountPoint)
                    && !covers.containsKey(mountPoint)
                    && FileSystemKinds.answersByItself(mount)) {
                covers.put(mountPoint, tree(mountPoint, writable ? MountAttributes.READ_ONLY : 0));
            }
        }
    }

    private void cover(ShadowCopySet set, String mountPoint, Fd tree)
            throws VssException, LinuxException {
        try {
            Mounts.attach(tree, mountPoint);
            undo.push(() -> unmount(mountPoint));
        } catch (LinuxException e) {
            boolean isMember =
                    set.shadowCopies().stream().anyMatch(copy -> copy.volume().equals(mountPoint));
            if (isMember) {
                throw new VssException(
                        HResult.VSS_E_UNEXPECTED,
                        "the copy of "
                                + mountPoint
                                + " cannot be shown there: "
                                + e.getMessage()
                                + "; its mount point may be missing in the copy around it",
                        e);
            }
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR) {
                throw e;
            }
            notices.add(
                    mountPoint
                            + " is not shown: its mount point does not exist in the copy around it");
        }
    }

    private static int depth(String path) {
        return path.equals("/") ? 0 : (int) path.chars().filter(one -> one == '/').count();
    }

    /**
     * Takes the view apart, so that loop devices are free when this returns; what the command's
     * children still use stays and goes with them.
     */
    @Override
    public void close() {
        while (!undo.isEmpty()) {
            undoOne(undo.pop());
        }
    }

    private static void undoOne(Undo step) {
        try {
            step.undo();
        } catch (LinuxException | VssException e) {
            // In use by a child that was left running: the kernel ends it with the namespace.
            return;
        }
    }

    /** Takes one step back. */
    @FunctionalInterface
    private interface Undo {
        void undo() throws LinuxException, VssException;
    }

    private static void unmount(String mountPoint) throws LinuxException {
        Mounts.umount(mountPoint, Mounts.NO_FOLLOW);
    }
}
