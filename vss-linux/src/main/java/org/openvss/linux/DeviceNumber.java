package org.openvss.linux;

/**
 * Major and minor number of a device: what a superblock is known by while it is mounted.
 *
 * @param major number of the driver, or 0 for file systems without a device
 * @param minor number among those of the driver
 */
public record DeviceNumber(int major, int minor) {
    /** Returns the numbers as the kernel prints them, for instance {@code 7:3}. */
    @Override
    public String toString() {
        return major + ":" + minor;
    }

    /**
     * Reads numbers as the kernel prints them.
     *
     * @throws IllegalArgumentException if the text is not of the form {@code 7:3}
     */
    public static DeviceNumber parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("Not the numbers of a device: " + text);
        }
        return new DeviceNumber(
                Integer.parseInt(text, 0, colon, 10),
                Integer.parseInt(text, colon + 1, text.length(), 10));
    }

    /** Packs the numbers as the kernel's interfaces with a 64-bit device type want them. */
    long pack() {
        return (minor & 0xFFL)
                | ((major & 0xFFFL) << 8)
                | ((minor & ~0xFFL) << 12)
                | ((major & ~0xFFFL) << 32);
    }

    static DeviceNumber unpack(long packed) {
        return new DeviceNumber(
                (int) (((packed >>> 8) & 0xFFF) | ((packed >>> 32) & ~0xFFFL)),
                (int) ((packed & 0xFF) | ((packed >>> 12) & ~0xFFL)));
    }
}
