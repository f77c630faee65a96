package org.openvss.provider.copy;

import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.VssException;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.MountAttributes;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;
import org.openvss.provider.TransactionOrder;
import org.openvss.provider.WritableClone;

/**
 * A second copy of a copied tree, beside it in the folder of the copy: by reflink where the file
 * system can, else by bytes. One at a time for each copy.
 *
 * <p>What a crash leaves of it goes with the next one, or with the copy.
 */
final class TreeClone implements WritableClone {
    private static final String NAME = "clone";
    private static final int PRIVATE_FOLDER = 0x1C0;
    private static final int ATTRIBUTES = MountAttributes.NO_SET_ID | MountAttributes.NO_DEVICES;
    private static final int FOLDER =
            OpenFlags.READ_ONLY | OpenFlags.DIRECTORY | OpenFlags.NO_FOLLOW;

    private final Fd parent;
    private final String where;

    private TreeClone(Fd parent, String where) {
        this.parent = parent;
        this.where = where;
    }

    /**
     * Makes it and mounts it at a folder.
     *
     * @param parent folder of the copy; belongs to the clone from now on
     */
    static TreeClone show(Fd parent, ShadowCopyId copy, String where)
            throws LinuxException, VssException {
        TreeClone clone = new TreeClone(parent, where);
        boolean complete = false;
        try {
            TreeEraser.erase(parent, NAME);
            DirectoryCalls.mkdirat(parent, NAME, PRIVATE_FOLDER);
            clone.copyTree(copy);
            try (Fd data = FileCalls.openat(parent, NAME, FOLDER);
                    Fd tree = Mounts.openTree(data, false)) {
                Mounts.setAttributes(tree, ATTRIBUTES, 0, false);
                Mounts.attach(tree, where);
            }
            complete = true;
            return clone;
        } finally {
            if (!complete) {
                clone.erase();
            }
        }
    }

    private void copyTree(ShadowCopyId copy) throws LinuxException, VssException {
        TransactionOrder order = new TransactionOrder();
        try (Fd source = FileCalls.openat(parent, CopyStore.DATA, FOLDER);
                Fd target = FileCalls.openat(parent, NAME, FOLDER);
                TreeCopier copier =
                        new TreeCopier(
                                target,
                                null,
                                TreeIndex.startingNow(),
                                new FileContent(order),
                                new FileAttributes())) {
            new TreeWalk(AttributeCalls.fstat(target), order, copier)
                    .run(source, "the tree of copy " + copy);
        }
    }

    @Override
    public String path() {
        return where;
    }

    @Override
    public void close() throws VssException {
        try {
            Mounts.umount(where, Mounts.NO_FOLLOW);
            erase();
        } catch (LinuxException e) {
            throw new VssException(
                    e.errno() == Errno.EBUSY
                            ? HResult.VSS_E_VOLUME_IN_USE
                            : HResult.VSS_E_PROVIDER_VETO,
                    "the writable clone at " + where + " cannot be removed: " + e.getMessage(),
                    e);
        }
    }

    private void erase() throws LinuxException {
        try (parent) {
            TreeEraser.erase(parent, NAME);
        }
    }
}
