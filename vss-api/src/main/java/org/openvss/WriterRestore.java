package org.openvss;

/** When a writer takes part in a restore; mirrors {@code VSS_WRITERRESTORE_ENUM}. */
@Mirrors("VSS_WRITERRESTORE_ENUM")
public enum WriterRestore {
    /** Not said; an error of the writer. */
    UNDEFINED(0),
    /** The writer takes no part. */
    NEVER(1),
    /**
     * The writer always hears PreRestore, and PostRestore only if the files could not be replaced.
     */
    IF_REPLACE_FAILS(2),
    /** The writer always takes part. */
    ALWAYS(3);

    private final int value;

    WriterRestore(int value) {
        this.value = value;
    }

    /** Returns the documented number. */
    public int value() {
        return value;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_WRE_" + name();
    }
}
