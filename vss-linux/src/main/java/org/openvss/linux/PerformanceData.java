package org.openvss.linux;

import java.nio.charset.StandardCharsets;

/**
 * The performance-data page that a Java virtual machine shares through a file by default.
 *
 * <p>The virtual machine writes to that page at any time; if the file's file system is frozen, all
 * of its threads hang. So the gate is not closed while it is mapped.
 */
public final class PerformanceData {
    private static final int LIMIT = 64 * 1024 * 1024;

    private PerformanceData() {}

    /** Tells whether this virtual machine has the page mapped from a file. */
    public static boolean isMappedFromFile() throws LinuxException {
        byte[] maps = FileCalls.readFile("/proc/self/maps", LIMIT);
        return new String(maps, StandardCharsets.ISO_8859_1).contains("/hsperfdata_");
    }
}
