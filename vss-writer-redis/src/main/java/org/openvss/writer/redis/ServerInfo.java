package org.openvss.writer.redis;

import java.util.HashMap;
import java.util.Map;
import org.openvss.HResult;
import org.openvss.writer.WriterException;

/**
 * What {@code INFO} says of a server.
 *
 * @param fields names and values of all sections
 */
record ServerInfo(Map<String, String> fields) {
    /** First version whose pause lets readers go on. */
    private static final String FIRST_VERSION = "6.2";

    /** Copies the map. */
    ServerInfo {
        fields = Map.copyOf(fields);
    }

    /** Reads the lines of {@code INFO}. */
    static ServerInfo parse(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String line : text.split("\r?\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("#")) {
                fields.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        return new ServerInfo(fields);
    }

    String text(String field) {
        return fields.getOrDefault(field, "");
    }

    long number(String field) {
        try {
            return Long.parseLong(text(field));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    boolean is(String field) {
        return text(field).equals("1");
    }

    /** Returns what makes this run of the server different from every other. */
    String runId() {
        return text("run_id");
    }

    /** Tells whether a restart reads the append-only file, and not the dump. */
    boolean appendsOnly() {
        return is("aof_enabled");
    }

    /** Returns how many changes are not in the dump. */
    long changes() {
        return number("rdb_changes_since_last_save");
    }

    boolean isSaving() {
        return is("rdb_bgsave_in_progress");
    }

    /** Tells whether a child of the server is at work, so that no other can start. */
    boolean hasChild() {
        return isSaving() || is("aof_rewrite_in_progress");
    }

    boolean lastSaveFailed() {
        return text("rdb_last_bgsave_status").equals("err");
    }

    /** Tells whether the append-only file could not be written. */
    boolean appendFailed() {
        return text("aof_last_write_status").equals("err");
    }

    /** Tells whether everything that was acknowledged is in the append-only file and synced. */
    boolean isAppended() {
        return number("aof_buffer_length") == 0 && number("aof_pending_bio_fsync") == 0;
    }

    /** Refuses a server that a pause of writes does not hold. */
    void requireFreezable(String server) throws WriterException {
        String version = text("redis_version");
        if (!isAtLeast(version)) {
            throw refused(server + " is Redis " + version + "; the pause needs 6.2 or newer");
        }
        if (!text("redis_mode").equals("standalone")) {
            throw refused(
                    server
                            + " runs as "
                            + text("redis_mode")
                            + "; only standalone servers can be frozen, since the nodes of a"
                            + " cluster have no instant in common");
        }
        if (!text("role").equals("master")) {
            throw refused(
                    server
                            + " is a replica, which goes on writing what its primary sends; freeze"
                            + " the primary instead");
        }
        if (is("loading")) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_RETRYABLE,
                    server + " is still loading its data; try again when it has started");
        }
    }

    private static boolean isAtLeast(String version) {
        String[] wanted = FIRST_VERSION.split("\\.", -1);
        String[] parts = version.split("\\.", -1);
        for (int at = 0; at < wanted.length; at++) {
            int part = at < parts.length && parts[at].matches("\\d{1,6}") ? number(parts, at) : 0;
            if (part != number(wanted, at)) {
                return part > number(wanted, at);
            }
        }
        return true;
    }

    private static int number(String[] parts, int at) {
        return Integer.parseInt(parts[at]);
    }

    private static WriterException refused(String why) {
        return new WriterException(HResult.VSS_E_WRITERERROR_NONRETRYABLE, why);
    }
}
