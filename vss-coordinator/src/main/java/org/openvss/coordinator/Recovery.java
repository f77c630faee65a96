package org.openvss.coordinator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.openvss.DeleteResult;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.coordinator.port.CreationJournal.Intent;
import org.openvss.coordinator.port.CreationJournal.PlannedCopy;
import org.openvss.provider.Provider;
import org.openvss.provider.StoredCopy;

/**
 * Brings storage, journal and catalog into agreement after a crash: unfinished sets are finished or
 * undone, auto-release sets of dead requesters deleted, everything without a record listed. Opening
 * gates is not its task: that was done by the guard, or by the gate's own recovery.
 */
final class Recovery {
    private final CoordinatorParts parts;
    private final ShadowCopyAdministration administration;
    private final List<ShadowCopySetId> finished = new ArrayList<>();
    private final List<ShadowCopySetId> undone = new ArrayList<>();
    private final List<ShadowCopySetId> released = new ArrayList<>();
    private final List<String> notUndone = new ArrayList<>();

    Recovery(CoordinatorParts parts, ShadowCopyAdministration administration) {
        this.parts = parts;
        this.administration = administration;
    }

    RecoveryReport run() throws VssException {
        for (Intent intent : parts.journal().unfinished()) {
            if (parts.catalog().find(intent.set()).isPresent()) {
                parts.journal().done(intent.set());
                finished.add(intent.set());
            } else {
                undo(intent);
            }
        }
        for (ShadowCopySet set : parts.catalog().list()) {
            if (!set.attributes().contains(ShadowCopyAttribute.NO_AUTO_RELEASE)
                    && !parts.claims().isClaimed(set.id())) {
                release(set);
            }
        }
        return new RecoveryReport(finished, undone, released, notUndone, orphans(parts));
    }

    /** Removes every copy that the entry names; the entry stays while something is left. */
    private void undo(Intent intent) {
        boolean clean = true;
        for (PlannedCopy planned : intent.copies()) {
            try {
                undo(planned);
            } catch (Throwable failure) {
                clean = false;
                notUndone.add(
                        "shadow copy "
                                + planned.copy()
                                + " of "
                                + planned.volume()
                                + " (unfinished set "
                                + intent.set()
                                + ") could not be removed: "
                                + Failures.sentence(failure));
            }
        }
        if (!clean) {
            return;
        }
        try {
            parts.journal().done(intent.set());
            undone.add(intent.set());
        } catch (VssException failure) {
            notUndone.add(
                    "the journal entry of set "
                            + intent.set()
                            + " could not be removed: "
                            + failure.getMessage());
        }
    }

    private void undo(PlannedCopy planned) throws VssException {
        Provider provider = ProviderSelection.of(parts).registered(planned.provider());
        parts.surfacing().withdraw(planned.copy(), provider, true);
        new ProviderCalls(parts.workers())
                .one(
                        provider,
                        ProviderMethod.DELETE_SNAPSHOTS,
                        parts.limits().finish(),
                        () -> provider.delete(planned.copy(), true));
    }

    private void release(ShadowCopySet set) throws VssException {
        DeleteResult result = administration.deleteSet(set.id(), true);
        VssException failure = result.failure();
        if (failure == null) {
            released.add(set.id());
        } else {
            notUndone.add(
                    "auto-release set "
                            + set.id()
                            + ", whose requester is gone, could not be deleted: "
                            + failure.getMessage());
        }
    }

    /** Compares storage with the records; changes nothing. */
    static OrphanReport orphans(CoordinatorParts parts) throws VssException {
        Set<ShadowCopyId> known = new HashSet<>();
        parts.journal().unfinished().forEach(i -> i.copies().forEach(c -> known.add(c.copy())));
        parts.catalog().list().forEach(s -> s.shadowCopies().forEach(c -> known.add(c.id())));
        List<OrphanReport.Orphan> orphans = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        ProviderCalls calls = new ProviderCalls(parts.workers());
        for (Provider provider : parts.providers()) {
            try {
                for (StoredCopy copy :
                        calls.one(
                                provider,
                                ProviderMethod.QUERY,
                                parts.limits().identify(),
                                provider::shadowCopies)) {
                    if (!known.contains(copy.copy())) {
                        orphans.add(new OrphanReport.Orphan(provider.info().name(), copy));
                    }
                }
            } catch (VssException failure) {
                unread.add(provider.info().name() + ": " + failure.getMessage());
            }
        }
        return new OrphanReport(orphans, unread);
    }
}
