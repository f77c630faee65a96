package org.openvss.writer;

import java.time.Duration;
import java.util.List;

/**
 * Finds out whether an application can really use a copy of its files, with the application's own
 * programs: the part of a writer that works without the application.
 *
 * <p>Called in a mount namespace of its own, in which the original paths show a throw-away clone of
 * the copy; processes that it starts must not outlive it. The running application, its sockets and
 * ports must not be touched.
 */
public interface CopyVerifier {
    /**
     * Starts the application on the clone, checks all data, and stops it.
     *
     * @param scene where the clone is
     * @return what was found; a copy from which the application does not start is not sound
     * @throws WriterException if it cannot be checked here, for instance because a program is
     *     missing
     */
    CopyFinding verify(Scene scene) throws WriterException;

    /**
     * What a verifier works on.
     *
     * @param paths folders with the application's files, as {@code affectedPaths} named them when
     *     the set was made
     * @param workFolder an empty folder for sockets and configuration, gone afterwards; others may
     *     pass it but not list it
     * @param limit how long the whole may take
     */
    record Scene(List<String> paths, String workFolder, Duration limit) {
        /** Copies the list. */
        public Scene {
            paths = List.copyOf(paths);
        }
    }
}
