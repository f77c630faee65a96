package org.openvss.coordinator;

import java.util.List;
import org.openvss.provider.StoredCopy;

/**
 * What lies on storage without a record: nothing deletes it by itself, an administrator decides.
 *
 * @param orphans the copies
 * @param unread providers whose storage could not be read, one sentence each
 */
public record OrphanReport(List<Orphan> orphans, List<String> unread) {
    /** Copies the lists. */
    public OrphanReport {
        orphans = List.copyOf(orphans);
        unread = List.copyOf(unread);
    }

    /**
     * One copy without a record.
     *
     * @param provider name of the provider that keeps it
     * @param copy what the provider found
     */
    public record Orphan(String provider, StoredCopy copy) {}
}
