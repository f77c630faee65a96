package org.openvss.linux;

/** Packs and unpacks major and minor numbers of devices as the kernel does for user space. */
final class DeviceNumbers {
    private DeviceNumbers() {}

    static long pack(int major, int minor) {
        return (minor & 0xFFL)
                | ((major & 0xFFFL) << 8)
                | ((minor & ~0xFFL) << 12)
                | ((major & ~0xFFFL) << 32);
    }

    static int major(long device) {
        return (int) (((device >>> 8) & 0xFFF) | ((device >>> 32) & ~0xFFFL));
    }

    static int minor(long device) {
        return (int) ((device & 0xFF) | ((device >>> 12) & ~0xFFL));
    }
}
