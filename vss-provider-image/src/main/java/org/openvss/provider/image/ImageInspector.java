package org.openvss.provider.image;

import java.util.Optional;
import java.util.Set;
import org.openvss.Volume;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.BlockDevices;
import org.openvss.linux.BlockTopology;
import org.openvss.linux.DeviceNumber;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.FileSystemId;
import org.openvss.linux.FileType;
import org.openvss.linux.LinuxException;
import org.openvss.linux.LoopDevices;
import org.openvss.linux.LoopStatus;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;
import org.openvss.linux.OpenFlags;

/**
 * Finds the image behind a volume, and refuses with reason and remedy whatever a clone of one file
 * cannot be a copy of. Changes nothing; the trial of sharing blocks uses nameless files.
 */
final class ImageInspector {
    private static final Set<String> TYPES = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs");
    private static final String TEMPORARY_ID = "/sys/fs/btrfs/features/temp_fsid";
    private static final String NOT_AN_IMAGE =
            "move its files into an image on xfs (reflink=1) or btrfs and mount that by a loop device";

    private ImageInspector() {}

    /** Opens and checks the image behind a volume. */
    static BackingImage open(Volume volume) throws LinuxException, NotTakenException {
        if (volume.readOnly()) {
            throw new NotTakenException(
                    "it is mounted read-only",
                    "nothing changes in it: back it up as it is, or mount it writable");
        }
        if (!TYPES.contains(volume.fileSystemType())) {
            throw new NotTakenException(
                    "images with "
                            + volume.fileSystemType()
                            + " cannot be cloned and mounted again",
                    "use '--provider copy'");
        }
        DeviceNumber device = deviceOf(volume);
        try (Fd node = FileCalls.open(nodeOf(device), OpenFlags.READ_ONLY)) {
            requireOneDevice(volume, node);
            return openImage(device, node);
        }
    }

    /** The file systems whose device number is not that of a device name it as their source. */
    private static DeviceNumber deviceOf(Volume volume) throws LinuxException, NotTakenException {
        if (volume.major() != 0) {
            return new DeviceNumber(volume.major(), volume.minor());
        }
        FileStatus source = AttributeCalls.statx(volume.source());
        if (source.type() != FileType.BLOCK_DEVICE) {
            throw new NotTakenException(
                    "its source " + volume.source() + " is no block device", NOT_AN_IMAGE);
        }
        return new DeviceNumber(source.deviceMajor(), source.deviceMinor());
    }

    private static String nodeOf(DeviceNumber device) throws LinuxException, NotTakenException {
        return BlockTopology.devicePath(device)
                .orElseThrow(() ->
                        new NotTakenException("its device " + device + " is gone", NOT_AN_IMAGE));
    }

    private static void requireOneDevice(Volume volume, Fd node)
            throws LinuxException, NotTakenException {
        Optional<FileSystemId> superblock = FileSystemId.read(node);
        if (superblock.isEmpty()) {
            throw new NotTakenException(
                    "no ext4, xfs or btrfs superblock is on " + node.name(), NOT_AN_IMAGE);
        }
        if (superblock.get().hasExternalLog()) {
            throw new NotTakenException(
                    "its journal or log is on another device, which the clone would lack",
                    "move the journal into the volume (for ext4: 'tune2fs -J size=64')");
        }
        if (superblock.get().deviceCount() != 1) {
            throw new NotTakenException(
                    "it spreads over "
                            + superblock.get().deviceCount()
                            + " devices, which cannot be cloned at one instant and mounted"
                            + " beside the original",
                    "use a btrfs on one device, or '--provider copy'");
        }
        if (volume.fileSystemType().equals("btrfs") && !exists(TEMPORARY_ID)) {
            throw new NotTakenException(
                    "this kernel cannot mount a clone of a mounted btrfs (it lacks temp_fsid)",
                    "use Linux 6.7 or newer, or '--provider copy'");
        }
    }

    private static BackingImage openImage(DeviceNumber device, Fd node)
            throws LinuxException, NotTakenException {
        Optional<BlockTopology.Partition> partition = BlockTopology.partition(device);
        DeviceNumber disk = BlockTopology.diskOf(device).orElse(device);
        Optional<String> path = BlockTopology.loopBackingFile(disk);
        if (path.isEmpty()) {
            throw notALoop(disk);
        }
        try (Fd loop =
                partition.isEmpty()
                        ? FileCalls.duplicate(node)
                        : FileCalls.open(nodeOf(disk), OpenFlags.READ_ONLY)) {
            LoopStatus status =
                    LoopDevices.status(loop)
                            .orElseThrow(() ->
                                    new NotTakenException(
                                            "its loop device was detached", NOT_AN_IMAGE));
            Fd file = openBackingFile(path.get(), status);
            try {
                FileStatus image = AttributeCalls.fstat(file);
                return new BackingImage(
                        file,
                        image,
                        status.number(),
                        geometry(path.get(), status, partition, loop, image.size()),
                        hostOf(file, path.get()));
            } catch (LinuxException | NotTakenException e) {
                file.close();
                throw e;
            }
        }
    }

    private static Geometry geometry(
            String path,
            LoopStatus status,
            Optional<BlockTopology.Partition> partition,
            Fd loop,
            long imageSize)
            throws LinuxException {
        int blockSize = BlockDevices.logicalBlockSize(loop);
        if (partition.isEmpty()) {
            return new Geometry(path, status.offset(), status.sizeLimit(), blockSize, imageSize);
        }
        return new Geometry(
                path,
                status.offset() + partition.get().start(),
                partition.get().size(),
                blockSize,
                imageSize);
    }

    private static NotTakenException notALoop(DeviceNumber device) throws LinuxException {
        Optional<String> mapped = BlockTopology.deviceMapperName(device);
        if (mapped.isPresent()) {
            boolean encrypted =
                    BlockTopology.deviceMapperUuid(device)
                            .filter(uuid -> uuid.startsWith("CRYPT-"))
                            .isPresent();
            return new NotTakenException(
                    (encrypted ? "encryption" : "device-mapper")
                            + " ("
                            + mapped.get()
                            + ") is between it and its storage",
                    encrypted ? "use '--provider copy'" : NOT_AN_IMAGE);
        }
        return new NotTakenException("it is not in an image file on a loop device", NOT_AN_IMAGE);
    }

    /** The path is only a way to the file: device and inode tell whether it is the one. */
    private static Fd openBackingFile(String path, LoopStatus status)
            throws LinuxException, NotTakenException {
        Fd file;
        try {
            file = FileCalls.open(path, OpenFlags.READ_ONLY | OpenFlags.NON_BLOCKING);
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
                throw new NotTakenException(
                        "its image " + path + " was deleted or cannot be reached from here",
                        "attach and mount it again from a file that is there");
            }
            throw e;
        }
        FileStatus found;
        try {
            found = AttributeCalls.fstat(file);
        } catch (LinuxException e) {
            file.close();
            throw e;
        }
        if (found.inode() != status.backingInode()
                || !found.device().equals(status.backingDevice())
                || found.type() != FileType.REGULAR) {
            file.close();
            throw new NotTakenException(
                    "the file at "
                            + path
                            + " is not the image that the loop device uses:"
                            + " it was replaced",
                    "attach and mount the image again from the file that is there now");
        }
        return file;
    }

    private static Mount hostOf(Fd file, String path) throws LinuxException, NotTakenException {
        Mount host =
                MountTable.of(file)
                        .orElseThrow(() ->
                                new NotTakenException(
                                        "its image " + path + " is on no mount of ours",
                                        "mount the file system of the image"));
        if (host.isReadOnly() || host.isSuperReadOnly()) {
            throw new NotTakenException(
                    "the host file system of its image, " + host.mountPoint() + ", is read-only",
                    "mount it writable");
        }
        if (!sharesBlocks(host)) {
            throw new NotTakenException(
                    "the host file system of its image, "
                            + host.mountPoint()
                            + " ("
                            + host.fileSystemType()
                            + "), has no reflink",
                    "keep the image on xfs (made with reflink=1) or btrfs");
        }
        return host;
    }

    /** Shares a block between two nameless files at the root of the host. */
    private static boolean sharesBlocks(Mount host) throws LinuxException {
        int nameless = OpenFlags.TEMPORARY | OpenFlags.READ_WRITE;
        try (Fd one = FileCalls.open(host.mountPoint(), nameless, 0x180);
                Fd other = FileCalls.open(host.mountPoint(), nameless, 0x180)) {
            FileCalls.writeAll(one, new byte[64 * 1024]);
            FileCalls.cloneFile(other, one);
            return true;
        } catch (LinuxException e) {
            return switch (e.errno()) {
                case Errno.EOPNOTSUPP, Errno.EINVAL, Errno.ENOTTY, Errno.EISDIR, Errno.EXDEV ->
                        false;
                // Room is checked when a copy is made, not in principle.
                case Errno.ENOSPC, Errno.EDQUOT -> true;
                default -> throw e;
            };
        }
    }

    private static boolean exists(String path) throws LinuxException {
        try {
            FileStatus _ = AttributeCalls.statx(path);
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }
}
