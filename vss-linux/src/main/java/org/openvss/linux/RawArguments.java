package org.openvss.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * The command line as bytes.
 *
 * <p>The virtual machine decodes arguments with the locale's character set and loses names that are
 * not valid in it; the kernel still has the bytes.
 */
public final class RawArguments {
    private static final int LIMIT = 16 * 1024 * 1024;

    private RawArguments() {}

    /** Returns all arguments of this process, beginning with the name of the virtual machine. */
    public static List<String> ofThisProcess() throws LinuxException {
        return split(FileCalls.readFile("/proc/self/cmdline", LIMIT));
    }

    /**
     * Returns the arguments that {@code main} got, with their bytes.
     *
     * @param count how many {@code main} got; they are the last ones
     * @throws IllegalArgumentException if the process has fewer
     */
    public static List<String> last(int count) throws LinuxException {
        List<String> all = ofThisProcess();
        if (count > all.size()) {
            throw new IllegalArgumentException(
                    "The process has " + all.size() + " arguments, not " + count);
        }
        return all.subList(all.size() - count, all.size());
    }

    /** Splits bytes at NUL, as in {@code /proc/PID/cmdline} and {@code /proc/PID/environ}. */
    static List<String> split(byte[] bytes) {
        List<String> texts = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == 0) {
                texts.add(PathBytes.decode(bytes, from, at));
                from = at + 1;
            }
        }
        if (from < bytes.length) {
            texts.add(PathBytes.decode(bytes, from, bytes.length));
        }
        return texts;
    }
}
