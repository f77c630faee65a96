package org.openvss.records;

import org.jspecify.annotations.Nullable;

/** A record on storage that cannot be read: damaged, or written by a newer version. */
public final class RecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean newer;

    /**
     * Creates an error.
     *
     * @param message what is wrong, as a sentence
     */
    public RecordException(String message) {
        this(message, null, false);
    }

    /**
     * Creates an error with what led to it.
     *
     * @param message what is wrong, as a sentence
     * @param cause what led to it
     */
    public RecordException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private RecordException(String message, @Nullable Throwable cause, boolean newer) {
        super(message, cause);
        this.newer = newer;
    }

    /** Returns the error for a record of a later version, which is whole but not ours to judge. */
    public static RecordException newer(long version) {
        return new RecordException(
                "it has version " + version + " and was written by a newer OpenVSS", null, true);
    }

    /** Tells whether a newer OpenVSS can read the record; otherwise it is damaged. */
    public boolean isNewer() {
        return newer;
    }
}
