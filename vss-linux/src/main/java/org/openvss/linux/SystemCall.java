package org.openvss.linux;

/**
 * The system calls that are used, with their numbers per architecture.
 *
 * <p>Everything goes through {@code syscall(2)}: calls newer than the C library are reached like
 * old ones, structures are the kernel's own, and the linker prepares one signature instead of
 * fifty.
 */
enum SystemCall {
    READ("read", 0, 63),
    WRITE("write", 1, 64),
    CLOSE("close", 3, 57),
    LSEEK("lseek", 8, 62),
    IOCTL("ioctl", 16, 29),
    PREAD64("pread64", 17, 67),
    PWRITE64("pwrite64", 18, 68),
    WAIT4("wait4", 61, 260),
    KILL("kill", 62, 129),
    FCNTL("fcntl", 72, 25),
    FLOCK("flock", 73, 32),
    FSYNC("fsync", 74, 82),
    FDATASYNC("fdatasync", 75, 83),
    FTRUNCATE("ftruncate", 77, 46),
    FCHMOD("fchmod", 91, 52),
    STATFS("statfs", 137, 43),
    FSTATFS("fstatfs", 138, 44),
    MLOCKALL("mlockall", 151, 230),
    PRCTL("prctl", 157, 167),
    UMOUNT2("umount2", 166, 39),
    SETXATTR("setxattr", 188, 5),
    LSETXATTR("lsetxattr", 189, 6),
    FSETXATTR("fsetxattr", 190, 7),
    GETXATTR("getxattr", 191, 8),
    LGETXATTR("lgetxattr", 192, 9),
    FGETXATTR("fgetxattr", 193, 10),
    LISTXATTR("listxattr", 194, 11),
    LLISTXATTR("llistxattr", 195, 12),
    FLISTXATTR("flistxattr", 196, 13),
    FREMOVEXATTR("fremovexattr", 199, 16),
    GETDENTS64("getdents64", 217, 61),
    OPENAT("openat", 257, 56),
    MKDIRAT("mkdirat", 258, 34),
    MKNODAT("mknodat", 259, 33),
    FCHOWNAT("fchownat", 260, 54),
    UNLINKAT("unlinkat", 263, 35),
    LINKAT("linkat", 265, 37),
    SYMLINKAT("symlinkat", 266, 36),
    READLINKAT("readlinkat", 267, 78),
    FCHMODAT("fchmodat", 268, 53),
    PPOLL("ppoll", 271, 73),
    UNSHARE("unshare", 272, 97),
    UTIMENSAT("utimensat", 280, 88),
    FALLOCATE("fallocate", 285, 47),
    PIPE2("pipe2", 293, 59),
    SYNCFS("syncfs", 306, 267),
    SETNS("setns", 308, 268),
    RENAMEAT2("renameat2", 316, 276),
    COPY_FILE_RANGE("copy_file_range", 326, 285),
    STATX("statx", 332, 291),
    OPEN_TREE("open_tree", 428, 428),
    MOVE_MOUNT("move_mount", 429, 429),
    FSOPEN("fsopen", 430, 430),
    FSCONFIG("fsconfig", 431, 431),
    FSMOUNT("fsmount", 432, 432),
    FSPICK("fspick", 433, 433),
    PIDFD_OPEN("pidfd_open", 434, 434),
    CLOSE_RANGE("close_range", 436, 436),
    OPENAT2("openat2", 437, 437),
    MOUNT_SETATTR("mount_setattr", 442, 442);

    private final String callName;
    private final int numberOnX8664;
    private final int numberOnAarch64;

    SystemCall(String callName, int numberOnX8664, int numberOnAarch64) {
        this.callName = callName;
        this.numberOnX8664 = numberOnX8664;
        this.numberOnAarch64 = numberOnAarch64;
    }

    /** Returns the name as in the manual page and in the kernel's headers. */
    String callName() {
        return callName;
    }

    /** Returns the number on this machine. */
    long number() {
        return number(Architecture.current());
    }

    /** Returns the number on an architecture. */
    int number(Architecture architecture) {
        return switch (architecture) {
            case X86_64 -> numberOnX8664;
            case AARCH64 -> numberOnAarch64;
        };
    }
}
