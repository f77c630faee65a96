package org.openvss.writer;

import java.time.Duration;
import java.util.List;

/**
 * A command that the guard runs to thaw an application if the coordinator dies or overruns its
 * limit. It must tolerate a thaw without a freeze.
 *
 * @param command absolute path of the executable and its arguments; run without a shell
 * @param limit how long it may take before its process group is killed; at most 10 s
 */
public record EmergencyThaw(List<String> command, Duration limit) {
    /** Copies the list. */
    public EmergencyThaw {
        command = List.copyOf(command);
    }
}
