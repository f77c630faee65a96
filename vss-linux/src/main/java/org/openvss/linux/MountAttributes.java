package org.openvss.linux;

/** Attributes of a mount as {@code mount_setattr(2)} knows them; combine them with {@code |}. */
public final class MountAttributes {
    /** Nobody writes through this mount (MOUNT_ATTR_RDONLY). */
    public static final int READ_ONLY = 0x1;

    /** Set-id bits do not count (MOUNT_ATTR_NOSUID). */
    public static final int NO_SET_ID = 0x2;

    /** Device files do not work (MOUNT_ATTR_NODEV). */
    public static final int NO_DEVICES = 0x4;

    /** Nothing can be executed (MOUNT_ATTR_NOEXEC). */
    public static final int NO_EXECUTION = 0x8;

    /** Access times stay as they are (MOUNT_ATTR_NOATIME). */
    public static final int NO_ACCESS_TIME = 0x10;

    private MountAttributes() {}
}
