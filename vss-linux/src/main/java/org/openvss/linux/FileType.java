package org.openvss.linux;

/** The kinds of files that Linux knows. */
public enum FileType {
    /** A file with content. */
    REGULAR(0x8000, 8),
    /** A folder. */
    DIRECTORY(0x4000, 4),
    /** A symbolic link. */
    SYMBOLIC_LINK(0xA000, 10),
    /** A block device. */
    BLOCK_DEVICE(0x6000, 6),
    /** A character device. */
    CHARACTER_DEVICE(0x2000, 2),
    /** A named pipe. */
    PIPE(0x1000, 1),
    /** A socket. */
    SOCKET(0xC000, 12),
    /** The file system did not say (only in folder listings) or says something new. */
    UNKNOWN(0, 0);

    private static final int MASK = 0xF000;

    private final int modeBits;
    private final int entryType;

    FileType(int modeBits, int entryType) {
        this.modeBits = modeBits;
        this.entryType = entryType;
    }

    /** Returns the bits of this type in {@code st_mode}, for {@link DirectoryCalls#mknodat}. */
    public int modeBits() {
        return modeBits;
    }

    static FileType ofMode(int mode) {
        for (FileType type : values()) {
            if (type.modeBits == (mode & MASK)) {
                return type;
            }
        }
        return UNKNOWN;
    }

    static FileType ofEntry(int entryType) {
        for (FileType type : values()) {
            if (type.entryType == entryType) {
                return type;
            }
        }
        return UNKNOWN;
    }
}
