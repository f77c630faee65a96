package org.openvss.linux;

/** Limits of {@code openat2(2)} on how a path may be followed; combine them with {@code |}. */
public final class ResolveFlags {
    /** Fail with EXDEV at a mount boundary (RESOLVE_NO_XDEV). */
    public static final int NO_MOUNT_CROSSING = 0x01;

    /**
     * Fail with ELOOP at a magic link such as those in {@code /proc/PID/fd}
     * (RESOLVE_NO_MAGICLINKS).
     */
    public static final int NO_MAGIC_LINKS = 0x02;

    /** Fail with ELOOP at any symbolic link (RESOLVE_NO_SYMLINKS). */
    public static final int NO_SYMBOLIC_LINKS = 0x04;

    /** Fail with EXDEV when the path leaves the folder it started in (RESOLVE_BENEATH). */
    public static final int BENEATH = 0x08;

    /** Treat the folder as the root while resolving (RESOLVE_IN_ROOT). */
    public static final int IN_ROOT = 0x10;

    private ResolveFlags() {}
}
