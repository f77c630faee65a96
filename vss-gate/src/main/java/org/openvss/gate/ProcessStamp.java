package org.openvss.gate;

import java.util.OptionalLong;
import org.openvss.linux.Errno;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Processes;

/**
 * A process, also after its pid was given to another.
 *
 * @param pid process id
 * @param startTime start time as field 22 of {@code /proc/PID/stat} has it
 */
record ProcessStamp(long pid, long startTime) {
    /** Returns the stamp of a living process; ESRCH or ENOENT if there is none. */
    static ProcessStamp of(long pid) throws LinuxException {
        OptionalLong startTime = Processes.startTime(pid);
        if (startTime.isEmpty()) {
            throw new LinuxException("open", "/proc/" + pid, Errno.ESRCH);
        }
        return new ProcessStamp(pid, startTime.getAsLong());
    }

    /** Tells whether this very process still lives. */
    boolean isAlive() throws LinuxException {
        OptionalLong now = Processes.startTime(pid);
        return now.isPresent() && now.getAsLong() == startTime;
    }

    /** Returns our own stamp. */
    static ProcessStamp ofThisProcess() throws LinuxException {
        return of(ProcessHandle.current().pid());
    }

    /** Returns the words of a line that {@link #parse} reads. */
    String words() {
        return pid + " " + startTime;
    }

    /**
     * Reads what {@link #words} wrote.
     *
     * @throws IllegalArgumentException if the words are something else
     */
    static ProcessStamp parse(String words) {
        String[] word = words.split(" ", -1);
        if (word.length != 2) {
            throw new IllegalArgumentException("a process has two words, not " + word.length);
        }
        return new ProcessStamp(Long.parseLong(word[0]), Long.parseLong(word[1]));
    }
}
