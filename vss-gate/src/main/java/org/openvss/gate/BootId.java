package org.openvss.gate;

import java.nio.charset.StandardCharsets;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;

/** Tells this boot of the kernel from others: freezes and processes do not survive it. */
final class BootId {
    private BootId() {}

    static String read() throws LinuxException {
        byte[] bytes = FileCalls.readFile("/proc/sys/kernel/random/boot_id", 64);
        return new String(bytes, StandardCharsets.US_ASCII).strip();
    }
}
