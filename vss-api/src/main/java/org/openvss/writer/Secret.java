package org.openvss.writer;

import java.util.Optional;

/**
 * A password of a writer, read when it is needed and kept by nobody.
 *
 * <p>Its text never appears in a message, in a log, or in the {@code toString} of the object, which
 * may only tell where it comes from.
 */
@FunctionalInterface
public interface Secret {
    /** The absence of a secret: the application recognises its users in another way. */
    Secret NONE = Optional::empty;

    /**
     * Returns the text, or empty if the application needs none.
     *
     * @throws WriterException if it cannot be read, or others could read it too; says what to do
     */
    Optional<String> read() throws WriterException;
}
