package org.openvss.benchmarks;

import java.util.List;

/** File systems that a scratch volume can have. */
public enum GuestType {
    /** ext4 with everything initialised at once, so that no kernel thread writes later. */
    EXT4("ext4", 32),
    /** xfs in the smallest size that its tools make. */
    XFS("xfs", 300),
    /** btrfs on one device. */
    BTRFS("btrfs", 128);

    private final String kernelName;
    private final long sizeMebibytes;

    GuestType(String kernelName, long sizeMebibytes) {
        this.kernelName = kernelName;
        this.sizeMebibytes = sizeMebibytes;
    }

    /** Returns the type as mountinfo shows it. */
    public String kernelName() {
        return kernelName;
    }

    /** Returns the size of the sparse image, in bytes. */
    public long sizeBytes() {
        return sizeMebibytes << 20;
    }

    /** Returns the Debian package with the program that makes it. */
    String debianPackage() {
        return switch (this) {
            case EXT4 -> "e2fsprogs";
            case XFS -> "xfsprogs";
            case BTRFS -> "btrfs-progs";
        };
    }

    /** Returns the options that show a copy cut while frozen, without writing to it. */
    String optionsOfCopy() {
        return switch (this) {
            case EXT4 -> "noload";
            case XFS -> "nouuid,norecovery";
            case BTRFS -> "";
        };
    }

    List<String> makeCommand(String image) {
        return switch (this) {
            case EXT4 ->
                    List.of(
                            "mkfs.ext4",
                            "-q",
                            "-F",
                            "-m",
                            "0",
                            "-E",
                            "nodiscard,lazy_itable_init=0,lazy_journal_init=0",
                            image);
            case XFS -> List.of("mkfs.xfs", "-q", "-K", "-m", "reflink=1", image);
            case BTRFS -> List.of("mkfs.btrfs", "-q", "-K", "-m", "single", image);
        };
    }
}
