package org.openvss;

/**
 * Version of a writer; 0.0 if it names none.
 *
 * @param major changes when data of an older version cannot be restored any more
 * @param minor changes with every other change of the released writer
 */
public record WriterVersion(int major, int minor) {
    /** What a writer has that names no version. */
    public static final WriterVersion NONE = new WriterVersion(0, 0);

    /** Returns {@code major.minor}. */
    @Override
    public String toString() {
        return major + "." + minor;
    }
}
