package org.openvss.embedded;

import java.nio.charset.StandardCharsets;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;

/** The name of this machine, as copies carry it; asks the kernel and no name service. */
final class HostName {
    private static final int LIMIT = 256;

    private HostName() {}

    static String read() {
        try {
            byte[] name = FileCalls.readFile("/proc/sys/kernel/hostname", LIMIT);
            return new String(name, StandardCharsets.UTF_8).strip();
        } catch (LinuxException e) {
            return "localhost";
        }
    }
}
