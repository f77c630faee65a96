package org.openvss.linux;

import java.util.List;

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

    /** Returns the attributes of a mount from its options in mountinfo. */
    public static int of(List<String> options) {
        int attributes = 0;
        for (String option : options) {
            attributes |=
                    switch (option) {
                        case "ro" -> READ_ONLY;
                        case "nosuid" -> NO_SET_ID;
                        case "nodev" -> NO_DEVICES;
                        case "noexec" -> NO_EXECUTION;
                        case "noatime" -> NO_ACCESS_TIME;
                        default -> 0;
                    };
        }
        return attributes;
    }
}
