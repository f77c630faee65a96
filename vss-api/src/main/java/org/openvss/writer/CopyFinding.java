package org.openvss.writer;

import java.util.List;

/**
 * What a {@link CopyVerifier} found.
 *
 * @param sound whether the application can use the copy as it is
 * @param checkedBy what checked it, for people, for instance {@code PostgreSQL 15.18, pg_amcheck}
 * @param findings what was found, one sentence each; says what is wrong if it is not sound
 */
public record CopyFinding(boolean sound, String checkedBy, List<String> findings) {
    /** Copies the list. */
    public CopyFinding {
        findings = List.copyOf(findings);
    }
}
