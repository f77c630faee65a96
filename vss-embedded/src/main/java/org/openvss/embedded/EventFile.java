package org.openvss.embedded;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;

/**
 * What happened without being asked for, in {@code <state>/events.log}: one line for each event,
 * its UTC time first. Only grows; whoever administers the machine may rotate it.
 */
final class EventFile {
    /** Name in the state folder. */
    static final String NAME = "events.log";

    private static final int PRIVATE = 0600;

    private final String path;

    EventFile(String stateFolder) {
        this.path = Paths.join(stateFolder, NAME);
    }

    /**
     * Adds an event; durable.
     *
     * @param sentence what happened; a line feed in it is written as a space
     */
    void add(Instant when, String sentence) throws VssException {
        int flags = OpenFlags.CREATE | OpenFlags.WRITE_ONLY | OpenFlags.APPEND;
        String line = when + " " + sentence.replace('\n', ' ') + "\n";
        try (Fd file = FileCalls.open(path, flags | OpenFlags.NO_FOLLOW, PRIVATE)) {
            FileCalls.writeAll(file, line.getBytes(StandardCharsets.UTF_8));
            FileCalls.fsync(file);
        } catch (LinuxException e) {
            throw new VssException(
                    HResult.VSS_E_UNEXPECTED,
                    "an event could not be written to " + path + ": " + e.getMessage(),
                    e);
        }
    }
}
