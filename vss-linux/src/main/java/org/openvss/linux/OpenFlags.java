package org.openvss.linux;

/** Flags of {@code open(2)}; combine them with {@code |}. O_CLOEXEC is always added. */
public final class OpenFlags {
    /** Reading only (O_RDONLY). */
    public static final int READ_ONLY = 0;

    /** Writing only (O_WRONLY). */
    public static final int WRITE_ONLY = 1;

    /** Reading and writing (O_RDWR). */
    public static final int READ_WRITE = 2;

    /** Make the file if it is missing (O_CREAT). */
    public static final int CREATE = 0x40;

    /** Fail with EEXIST if the file is there (O_EXCL). */
    public static final int EXCLUSIVE = 0x80;

    /** Cut the file to length zero (O_TRUNC). */
    public static final int TRUNCATE = 0x200;

    /** Write at the end (O_APPEND). */
    public static final int APPEND = 0x400;

    /** Do not wait in open, read or write (O_NONBLOCK). */
    public static final int NON_BLOCKING = 0x800;

    /** Bypass the page cache (O_DIRECT). */
    public static final int DIRECT = Architecture.choose(0x4000, 0x10000);

    /** Fail with ENOTDIR unless it is a folder (O_DIRECTORY). */
    public static final int DIRECTORY = Architecture.choose(0x10000, 0x4000);

    /** Fail with ELOOP if the last part is a symbolic link (O_NOFOLLOW). */
    public static final int NO_FOLLOW = Architecture.choose(0x20000, 0x8000);

    /** Leave the access time alone (O_NOATIME); EPERM unless owner or privileged. */
    public static final int NO_ACCESS_TIME = 0x40000;

    /** Only a handle: no reading, writing or ioctl (O_PATH). */
    public static final int PATH = 0x200000;

    /** A nameless file in the folder given (O_TMPFILE). */
    public static final int TEMPORARY = 0x400000 | DIRECTORY;

    static final int CLOSE_ON_EXEC = 0x80000;

    private OpenFlags() {}
}
