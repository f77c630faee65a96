package org.openvss.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.VssException;
import org.openvss.coordinator.Coordinator;
import org.openvss.coordinator.RecoveryReport;
import org.openvss.coordinator.port.CreationJournal;
import org.openvss.coordinator.port.CreationLock;
import org.openvss.gate.GateRecovery;
import org.openvss.gate.RecoveryRight;

/**
 * Clears up what a crash has left: opens left-over gates, undoes unfinished sets, deletes
 * auto-release sets without a requester, removes left-over mounts.
 *
 * <p>Only with the right of recovery, that is while nobody creates a set and no guard is at work:
 * at the start if the right is free, else before the first creation, as whose lock this class
 * stands. Without the right it only reads. A failure at the start is told and fails nothing: the
 * administrator must still be able to look.
 */
final class StartRecovery implements CreationLock {
    /** Longer than any guard may hold a gate. */
    private static final Duration GUARD_PATIENCE = Duration.ofSeconds(15);

    private final LocalParts parts;
    private final List<String> notices = new ArrayList<>();
    private @Nullable Coordinator coordinator;
    private boolean done;

    StartRecovery(LocalParts parts) {
        this.parts = parts;
    }

    /** Recovers if the right is free now. */
    void atStart(Coordinator ready) {
        coordinator = ready;
        try {
            Optional<RecoveryRight> right = RecoveryRight.tryTake(parts.places().runtime());
            if (right.isPresent()) {
                try (RecoveryRight held = right.get()) {
                    recover(held);
                }
            }
        } catch (VssException e) {
            notices.add("the recovery at the start failed: " + e.getMessage());
            notices.addAll(e.residue());
        }
    }

    /** Takes the creation lock; recovers first if the start could not. */
    @Override
    public Held acquire() throws VssException {
        Held creation = parts.lock().acquire();
        if (done) {
            return creation;
        }
        boolean recovered = false;
        try {
            Optional<RecoveryRight> right =
                    RecoveryRight.tryTakeBeside(parts.places().runtime(), creation, GUARD_PATIENCE);
            if (right.isEmpty()) {
                throw new VssException(
                        HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS,
                        "the guard of a creation that died is still opening its gates; try again"
                                + " in a minute, or open everything with 'vss thaw'");
            }
            try (RecoveryRight held = right.get()) {
                recover(held);
            }
            recovered = true;
            return creation;
        } finally {
            if (!recovered) {
                creation.close();
            }
        }
    }

    /** Returns what was done or could not be, one sentence each. */
    List<String> notices() {
        return notices;
    }

    /** Opens everything that is held on this machine, whoever holds it. */
    static List<String> thawNow(Places places) throws VssException {
        if (!places.privileged()) {
            throw new VssException(
                    HResult.E_ACCESSDENIED,
                    "gates can only be opened with the privilege to freeze file systems; run vss as"
                            + " root in the initial user namespace");
        }
        var report = new GateRecovery(places.runtime()).thawNow();
        if (!report.problems().isEmpty()) {
            List<String> left = new ArrayList<>(report.problems());
            throw new VssException(
                            HResult.VSS_E_UNEXPECTED,
                            "not everything could be opened; see what is left behind")
                    .withResidue(left);
        }
        return report.done();
    }

    private void recover(RecoveryRight right) throws VssException {
        if (parts.places().privileged()) {
            var gates = new GateRecovery(parts.places().runtime()).recover(right);
            notices.addAll(gates.done());
            notices.addAll(gates.problems());
        }
        parts.catalog().tidy();
        parts.journal().tidy();
        RecoveryReport report = Objects.requireNonNull(coordinator).recover();
        report.undone().forEach(set -> notices.add("the unfinished set " + set + " was undone"));
        report.released()
                .forEach(set -> notices.add("the set " + set + " of a dead requester was deleted"));
        notices.addAll(report.notUndone());
        removeUnknownMounts();
        done = true;
    }

    private void removeUnknownMounts() throws VssException {
        Set<ShadowCopyId> known = new HashSet<>();
        parts.catalog().list().forEach(set -> set.shadowCopies().forEach(c -> known.add(c.id())));
        for (CreationJournal.Intent intent : parts.journal().unfinished()) {
            intent.copies().forEach(copy -> known.add(copy.copy()));
        }
        for (ShadowCopyId copy : parts.mounts().leftOver(known)) {
            parts.mounts().sweep(copy);
        }
    }
}
