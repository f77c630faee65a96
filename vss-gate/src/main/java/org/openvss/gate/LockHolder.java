package org.openvss.gate;

import java.time.Duration;
import java.time.Instant;
import org.openvss.linux.LinuxException;

/**
 * Who holds a lock, as the line that stands in the lock file.
 *
 * @param process the holder
 * @param since when it took the lock
 * @param recovering whether it holds the lock only to clear up what a crash has left
 */
record LockHolder(ProcessStamp process, Instant since, boolean recovering) {
    private static final String RECOVERING = "recovering";

    static LockHolder ofThisProcess() throws LinuxException {
        return new LockHolder(ProcessStamp.ofThisProcess(), Instant.now(), false);
    }

    static LockHolder recoveringInThisProcess() throws LinuxException {
        return new LockHolder(ProcessStamp.ofThisProcess(), Instant.now(), true);
    }

    String line() {
        String line = process.words() + " " + since.toEpochMilli();
        return recovering ? line + " " + RECOVERING : line;
    }

    /** Tells whether the line of a lock file says that its holder creates nothing. */
    static boolean isRecovering(String line) {
        return line.endsWith(" " + RECOVERING);
    }

    /** Returns a line of a lock file as a phrase for people. */
    static String describe(String line) {
        String[] word = line.split(" ", -1);
        try {
            if (word.length >= 3) {
                long pid = Long.parseLong(word[0]);
                Instant since = Instant.ofEpochMilli(Long.parseLong(word[2]));
                long seconds = Math.max(0, Duration.between(since, Instant.now()).toSeconds());
                return "process " + pid + ", which began " + seconds + " s ago";
            }
        } catch (NumberFormatException damaged) {
            return "a process that did not say who it is";
        }
        return "a process that has only just begun";
    }
}
