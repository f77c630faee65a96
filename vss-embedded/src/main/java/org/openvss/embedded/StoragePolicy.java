package org.openvss.embedded;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.openvss.DeleteResult;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopySet;
import org.openvss.VssException;
import org.openvss.embedded.configuration.Configuration.StorageLimit;
import org.openvss.provider.CopySpace;

/**
 * Keeps as many copies of a volume as the administrator allows: when a new set passes a limit, the
 * oldest copies that nobody uses go. What happened is said and stored as an event.
 *
 * <p>Never deletes a copy of the set that was just made, or one that is in use or exposed. Knows
 * nothing of storage: providers tell the space, the service deletes.
 */
final class StoragePolicy {
    private static final long MEBIBYTE = 1L << 20;

    private final LocalVss vss;
    private final LocalParts parts;
    private final EventFile events;

    StoragePolicy(LocalVss vss, LocalParts parts) {
        this.vss = vss;
        this.parts = parts;
        this.events = new EventFile(parts.places().stateFolder());
    }

    /**
     * Applies the limits of the volumes of a new set.
     *
     * @return what happened, one sentence each
     */
    List<String> afterCreation(ShadowCopySet made) {
        List<String> said = new ArrayList<>();
        if (!made.context().isPersistent()) {
            return said;
        }
        for (StorageLimit limit : parts.configuration().storage().limits()) {
            for (ShadowCopy fresh : made.shadowCopies()) {
                if (fresh.volume().equals(limit.volume())) {
                    try {
                        apply(limit, fresh, said);
                    } catch (VssException e) {
                        said.add(
                                "the limit of "
                                        + limit.volume()
                                        + " could not be applied: "
                                        + e.sentence());
                    }
                }
            }
        }
        List<String> all = new ArrayList<>(said);
        for (String sentence : said) {
            try {
                events.add(parts.time().now(), sentence);
            } catch (VssException e) {
                all.add(e.sentence());
            }
        }
        return all;
    }

    private void apply(StorageLimit limit, ShadowCopy fresh, List<String> said)
            throws VssException {
        List<ShadowCopy> copies =
                new ArrayList<>(
                        vss.shadowCopies().stream()
                                .filter(copy -> copy.volumeId().equals(fresh.volumeId()))
                                .sorted(Comparator.comparing(ShadowCopy::createdAt))
                                .toList());
        List<ShadowCopy> candidates =
                new ArrayList<>(
                        copies.stream()
                                .filter(copy -> !copy.setId().equals(fresh.setId()))
                                .toList());
        String excess = excess(limit, copies, said);
        while (!excess.isEmpty() && !candidates.isEmpty()) {
            ShadowCopy oldest = candidates.removeFirst();
            if (oldest.exposedPath() != null) {
                said.add(kept(oldest, "it is exposed at " + oldest.exposedPath()));
                continue;
            }
            DeleteResult result = vss.delete(oldest.id(), false);
            VssException failure = result.failure();
            if (failure != null) {
                said.add(kept(oldest, failure.sentence()));
                continue;
            }
            said.add(
                    "shadow copy "
                            + oldest.id()
                            + " of "
                            + limit.volume()
                            + ", made "
                            + oldest.createdAt()
                            + ", was deleted, because "
                            + excess);
            copies.remove(oldest);
            excess = excess(limit, copies, said);
        }
        if (!excess.isEmpty()) {
            said.add("the limit of " + limit.volume() + " is still passed: " + excess);
        }
    }

    private static String kept(ShadowCopy copy, String why) {
        return "shadow copy "
                + copy.id()
                + " of "
                + copy.volume()
                + " stays although a limit is passed: "
                + why;
    }

    /** Returns which limit some copies pass, as a clause; empty if none. */
    private String excess(StorageLimit limit, List<ShadowCopy> copies, List<String> said)
            throws VssException {
        long mostCopies = limit.mostCopies().orElse(Long.MAX_VALUE);
        if (copies.size() > mostCopies) {
            return "there were " + copies.size() + " copies, and " + mostCopies + " are allowed";
        }
        if (limit.mostMebibytes().isEmpty()) {
            return "";
        }
        long sum = 0;
        for (ShadowCopy copy : copies) {
            CopySpace space = Inventory.space(vss.provider(copy.providerId()), copy.id());
            Long bytes = space.exclusiveBytes();
            if (bytes == null) {
                String unknown =
                        "the space of shadow copy "
                                + copy.id()
                                + " of "
                                + limit.volume()
                                + " does not count towards its limit, because it is not known: "
                                + space.how();
                if (!said.contains(unknown)) {
                    said.add(unknown);
                }
            } else {
                sum += bytes;
            }
        }
        long most = limit.mostMebibytes().getAsLong();
        return sum > most * MEBIBYTE
                ? "the copies took " + sum / MEBIBYTE + " MiB, and " + most + " MiB are allowed"
                : "";
    }
}
