package org.openvss.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Which file system is on a block device or in an image, from its superblock.
 *
 * <p>Knows ext2, ext3, ext4, xfs and btrfs. Reads only; links under {@code /dev/disk} are not
 * trusted, as they show one of several devices with the same UUID.
 *
 * @param type {@code ext2}, {@code ext3}, {@code ext4}, {@code xfs} or {@code btrfs}
 * @param uuid UUID in lower case with hyphens
 * @param hasExternalLog its journal or log (or for xfs its realtime part) is on another device
 * @param deviceCount devices that it spreads over, 1 unless btrfs
 */
public record FileSystemId(String type, String uuid, boolean hasExternalLog, long deviceCount) {
    private static final int EXT_AT = 1024;
    private static final int EXT_MAGIC_AT = EXT_AT + 0x38;
    private static final int EXT_MAGIC = 0xEF53;
    private static final int EXT_COMPATIBLE_AT = EXT_AT + 0x5C;
    private static final int EXT_INCOMPATIBLE_AT = EXT_AT + 0x60;
    private static final int EXT_READ_ONLY_AT = EXT_AT + 0x64;
    private static final int EXT_UUID_AT = EXT_AT + 0x68;
    private static final int EXT_JOURNAL_INODE_AT = EXT_AT + 0xE0;
    private static final int EXT_HAS_JOURNAL = 0x4;
    private static final int EXT3_INCOMPATIBLE = 0x2 | 0x4 | 0x10;
    private static final int EXT3_READ_ONLY = 0x1 | 0x2 | 0x4;

    private static final int XFS_REALTIME_BLOCKS_AT = 16;
    private static final int XFS_UUID_AT = 32;
    private static final int XFS_LOG_START_AT = 48;

    private static final int BTRFS_AT = 64 * 1024;
    private static final int BTRFS_UUID_AT = BTRFS_AT + 0x20;
    private static final int BTRFS_MAGIC_AT = BTRFS_AT + 0x40;
    private static final int BTRFS_DEVICES_AT = BTRFS_AT + 0x88;

    private static final int NEEDED = BTRFS_AT + 4096;

    /**
     * Reads the superblock of an open device or image.
     *
     * @return nothing if none of the known file systems is on it
     */
    public static Optional<FileSystemId> read(Fd device) throws LinuxException {
        return read(device, 0);
    }

    /**
     * Reads the superblock of a file system that starts inside an image.
     *
     * @param offset where it starts, in bytes
     */
    public static Optional<FileSystemId> read(Fd device, long offset) throws LinuxException {
        ByteBuffer start = ByteBuffer.allocate(NEEDED);
        int count;
        do {
            count = FileCalls.pread(device, start, offset + start.position());
        } while (count > 0 && start.hasRemaining());
        return parse(start.array());
    }

    /** Reads a superblock from the first 68 KiB of a device; what is missing counts as zeros. */
    static Optional<FileSystemId> parse(byte[] start) {
        byte[] bytes = Arrays.copyOf(start, NEEDED);
        if (matches(bytes, 0, "XFSB")) {
            ByteBuffer xfs = ByteBuffer.wrap(bytes);
            boolean external =
                    xfs.getLong(XFS_LOG_START_AT) == 0 || xfs.getLong(XFS_REALTIME_BLOCKS_AT) != 0;
            return Optional.of(new FileSystemId("xfs", uuid(bytes, XFS_UUID_AT), external, 1));
        }
        ByteBuffer little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (matches(bytes, BTRFS_MAGIC_AT, "_BHRfS_M")) {
            return Optional.of(
                    new FileSystemId(
                            "btrfs",
                            uuid(bytes, BTRFS_UUID_AT),
                            false,
                            little.getLong(BTRFS_DEVICES_AT)));
        }
        if (Short.toUnsignedInt(little.getShort(EXT_MAGIC_AT)) == EXT_MAGIC) {
            boolean journal = (little.getInt(EXT_COMPATIBLE_AT) & EXT_HAS_JOURNAL) != 0;
            boolean external = journal && little.getInt(EXT_JOURNAL_INODE_AT) == 0;
            return Optional.of(
                    new FileSystemId(
                            extType(little, journal), uuid(bytes, EXT_UUID_AT), external, 1));
        }
        return Optional.empty();
    }

    private static String extType(ByteBuffer superblock, boolean journal) {
        boolean newer =
                (superblock.getInt(EXT_INCOMPATIBLE_AT) & ~EXT3_INCOMPATIBLE) != 0
                        || (superblock.getInt(EXT_READ_ONLY_AT) & ~EXT3_READ_ONLY) != 0;
        if (newer) {
            return "ext4";
        }
        return journal ? "ext3" : "ext2";
    }

    private static boolean matches(byte[] bytes, int at, String magic) {
        byte[] wanted = magic.getBytes(StandardCharsets.US_ASCII);
        return Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
    }

    private static String uuid(byte[] bytes, int at) {
        String digits = HexFormat.of().formatHex(bytes, at, at + 16);
        return String.join(
                "-",
                digits.substring(0, 8),
                digits.substring(8, 12),
                digits.substring(12, 16),
                digits.substring(16, 20),
                digits.substring(20));
    }
}
