package org.openvss.records;

/** A record on storage that cannot be read: damaged, or written by a newer version. */
public final class RecordException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an error.
     *
     * @param message what is wrong, as a sentence
     */
    public RecordException(String message) {
        super(message);
    }

    /**
     * Creates an error with what led to it.
     *
     * @param message what is wrong, as a sentence
     * @param cause what led to it
     */
    public RecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
