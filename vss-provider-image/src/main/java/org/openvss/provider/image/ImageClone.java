package org.openvss.provider.image;

import java.util.List;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.Btrfs;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.LoopDevice;
import org.openvss.linux.LoopDevices;
import org.openvss.linux.LoopOptions;
import org.openvss.linux.MountAttributes;
import org.openvss.linux.Mounts;
import org.openvss.provider.WritableClone;
import org.openvss.records.CopyRecord;
import org.openvss.records.RecordException;

/**
 * A writable clone of a clone: a file without a name, shared with the copy's image by reflink, on a
 * loop device that goes with its mount.
 *
 * <p>So there is nothing to clear up after a crash: the kernel frees it with the last mount.
 */
final class ImageClone implements WritableClone {
    private static final int ATTRIBUTES = MountAttributes.NO_SET_ID | MountAttributes.NO_DEVICES;

    private final String where;

    private ImageClone(String where) {
        this.where = where;
    }

    /** Makes it and mounts it at a folder. */
    static ImageClone show(CloneFolder folder, CopyRecord copy, String where)
            throws LinuxException, RecordException {
        Geometry geometry = Geometry.read(copy.details());
        String type = copy.volume().fileSystemType();
        LoopOptions options =
                LoopOptions.writable()
                        .withAutoclear(true)
                        .withGeometry(geometry.offset(), geometry.length(), geometry.blockSize());
        try (Fd image = folder.openImage(copy.copy());
                Fd clone = folder.makeUnnamed()) {
            FileCalls.cloneFile(clone, image);
            try (LoopDevice loop = LoopDevices.attach(clone, options)) {
                if (type.equals("btrfs")) {
                    // The driver may remember another file of this loop device.
                    Btrfs.forgetDevice(loop.path());
                }
                FileSystemMount.show(
                        type, loop.path(), options(type), copy.volume().root(), where, ATTRIBUTES);
            }
        }
        return new ImageClone(where);
    }

    /** The clone is another file system than the original, which is mounted beside it. */
    private static List<String> options(String type) {
        return switch (type) {
            case "xfs" -> List.of("nouuid");
            case "btrfs" -> List.of("subvolid=5");
            default -> List.of();
        };
    }

    @Override
    public String path() {
        return where;
    }

    @Override
    public void close() throws VssException {
        try {
            Mounts.umount(where, Mounts.NO_FOLLOW);
        } catch (LinuxException e) {
            throw new VssException(
                    e.errno() == Errno.EBUSY
                            ? HResult.VSS_E_VOLUME_IN_USE
                            : HResult.VSS_E_PROVIDER_VETO,
                    "the writable clone at " + where + " cannot be unmounted: " + e.getMessage(),
                    e);
        }
    }
}
