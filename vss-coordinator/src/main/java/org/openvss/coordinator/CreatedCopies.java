package org.openvss.coordinator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.PhaseTime;
import org.openvss.ProviderType;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopyState;
import org.openvss.VssException;
import org.openvss.coordinator.port.GateReport;
import org.openvss.coordinator.port.GateReport.CutResult;
import org.openvss.coordinator.port.Workers.Outcome;
import org.openvss.coordinator.port.Workers.Task;
import org.openvss.provider.ExposedCopy;
import org.openvss.provider.ProviderTransaction.CutProof;

/**
 * What a creation leaves behind: the copies on storage, their mounts, their catalog record; how
 * each is described, and how each is undone. {@link ShadowCopySetCreation} decides when.
 */
final class CreatedCopies {
    private final CoordinatorParts parts;
    private final CreationPlan plan;
    private final Map<ShadowCopyId, Optional<ExposedCopy>> places = new HashMap<>();
    private boolean mayBeFinal;
    private boolean mayBeVisible;

    CreatedCopies(CoordinatorParts parts, CreationPlan plan) {
        this.parts = parts;
        this.plan = plan;
    }

    /** Returns the set as requesters will see it. */
    ShadowCopySet describe(GateReport report, List<CutProof> proofs, List<PhaseTime> timeline) {
        SimultaneityVerdict verdict =
                SimultaneityVerdict.judge(
                        SimultaneityVerdict.Member.of(plan.members()), report, proofs);
        Map<ShadowCopyId, CutTimes> times = new HashMap<>();
        report.results().forEach(result -> times.put(result.copy(), result.times()));
        List<ShadowCopy> copies = new ArrayList<>();
        for (SetMember member : plan.members()) {
            CutTimes when = times.get(member.copy());
            copies.add(describe(member, when, report.closedAt(), notices(member, proofs)));
        }
        long proved = plan.writers().stream().filter(WriterInSession::hasProvedFrozen).count();
        return new ShadowCopySet(
                plan.set(),
                plan.context(),
                plan.attributes(),
                ShadowCopyState.CREATED,
                HResult.VSS_S_ASYNC_FINISHED,
                ConsistencyLevel.of(
                        plan.writers().size(),
                        Math.toIntExact(proved),
                        plan.writers().stream().anyMatch(WriterInSession::reliesOnOneInstant),
                        plan.members().stream().map(SetMember::quiesce).toList(),
                        verdict.simultaneous()),
                verdict.simultaneous(),
                verdict.sentence(),
                report.closedAt(),
                report.heldNanos(),
                copies.size(),
                copies,
                plan.writers().stream().map(WriterInSession::outcome).toList(),
                timeline);
    }

    private static List<String> notices(SetMember member, List<CutProof> proofs) {
        return proofs.stream()
                .filter(proof -> proof.copy().equals(member.copy()))
                .flatMap(proof -> proof.notices().stream())
                .toList();
    }

    private ShadowCopy describe(
            SetMember member, @Nullable CutTimes times, Instant createdAt, List<String> notices) {
        Set<ShadowCopyAttribute> attributes = EnumSet.noneOf(ShadowCopyAttribute.class);
        attributes.addAll(plan.attributes());
        if (member.provider().info().type() == ProviderType.HARDWARE) {
            attributes.add(ShadowCopyAttribute.HARDWARE_ASSISTED);
        }
        return new ShadowCopy(
                member.copy(),
                plan.set(),
                member.volume().mountPoint(),
                member.volume().volumeId(),
                member.volume().root(),
                member.provider().info().id(),
                member.provider().info().name(),
                attributes,
                ShadowCopyState.CREATED,
                createdAt,
                parts.machine(),
                times,
                null,
                null,
                null,
                notices);
    }

    /** Returns the error of a cut that failed. */
    VssException failedCut(CutResult result) {
        for (SetMember member : plan.members()) {
            if (member.copy().equals(result.copy())) {
                return ProviderErrorConversion.failedCut(
                        member.provider().info(), member.volume().mountPoint(), result.errno());
            }
        }
        return new VssException(
                HResult.VSS_E_UNEXPECTED,
                "the gate reports a failed cut of " + result.copy() + ", which is not in the set");
    }

    /** Notes that from now on aborting the transactions may not remove the copies. */
    void mayBeFinal() {
        mayBeFinal = true;
    }

    /** Mounts the copies at their usual folders. */
    void surface() throws VssException {
        CopyCalls calls = new CopyCalls(parts.workers(), parts.limits().finish());
        for (List<SetMember> group :
                CopyCalls.groups(plan.members(), member -> member.provider().worksSideBySide())) {
            List<Outcome<Optional<ExposedCopy>>> outcomes =
                    calls.group("surface", group, this::surface);
            for (int i = 0; i < group.size(); i++) {
                places.put(group.get(i).copy(), place(group.get(i), outcomes.get(i)));
            }
        }
    }

    private Optional<ExposedCopy> surface(SetMember member) throws VssException {
        return parts.surfacing().surface(member.copy(), member.provider());
    }

    private Optional<ExposedCopy> place(SetMember member, Outcome<Optional<ExposedCopy>> outcome)
            throws VssException {
        return switch (outcome) {
            case Outcome.Done<Optional<ExposedCopy>>(Optional<ExposedCopy> place) -> place;
            case Outcome.Failed<Optional<ExposedCopy>>(Throwable failure) ->
                    throw ProviderErrorConversion.convert(
                            member.provider().info(), ProviderMethod.EXPOSE, failure);
            case Outcome.Overran<Optional<ExposedCopy>>(String thread) ->
                    throw ProviderErrorConversion.overrun(
                            member.provider().info(),
                            ProviderMethod.EXPOSE,
                            parts.limits().finish(),
                            thread);
        };
    }

    /** Returns the set with the places at which its copies can be read. */
    ShadowCopySet asMounted(ShadowCopySet set) {
        List<ShadowCopy> mounted = new ArrayList<>();
        for (ShadowCopy copy : set.shadowCopies()) {
            Optional<ExposedCopy> place = places.getOrDefault(copy.id(), Optional.empty());
            mounted.add(ShadowCopyAdministration.asMounted(copy, place));
        }
        return set.withShadowCopies(mounted);
    }

    /** Undoes {@link #surface}. */
    List<String> withdraw() {
        List<String> left = new ArrayList<>();
        for (SetMember member : plan.members()) {
            try {
                parts.surfacing().withdraw(member.copy(), member.provider(), true);
            } catch (Throwable failure) {
                left.add(
                        "copy "
                                + member.copy()
                                + " is still mounted: "
                                + Failures.sentence(failure));
            }
        }
        return left;
    }

    /** Makes the set visible. */
    void publish(ShadowCopySet set) throws VssException {
        mayBeVisible = true;
        parts.catalog().put(set);
    }

    /** Undoes {@link #publish}; an attempt that failed may nevertheless have made it visible. */
    List<String> unpublish() throws VssException {
        parts.catalog().remove(plan.set());
        mayBeVisible = false;
        return List.of();
    }

    /** Has the providers stop and undo at once, without waiting for them. */
    void abortSoon() {
        for (ProviderPart part : plan.parts()) {
            parts.workers()
                    .start(
                            part.provider().info().name() + ".cancel",
                            () -> {
                                try {
                                    part.transaction().abort();
                                } catch (RuntimeException | Error failure) {
                                    // The creation aborts it again and reports what it says then.
                                    return;
                                }
                            });
        }
    }

    /**
     * Removes whatever the providers have put on storage.
     *
     * @return what is left, one sentence each
     */
    List<String> undo() {
        if (mayBeVisible) {
            return List.of(
                    "the copies of set "
                            + plan.set()
                            + " stay, because the catalog may still show it; delete it with 'vss"
                            + " delete "
                            + plan.set()
                            + "'");
        }
        List<Task<List<String>>> tasks = new ArrayList<>();
        for (ProviderPart part : plan.parts()) {
            tasks.add(
                    new Task<>(
                            part.provider().info().name() + ".undo",
                            parts.limits().finish(),
                            () -> undo(part)));
        }
        List<Outcome<List<String>>> outcomes = parts.workers().inParallel(tasks);
        List<String> left = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            String provider = "provider " + plan.parts().get(i).provider().info().name();
            switch (outcomes.get(i)) {
                case Outcome.Done<List<String>>(List<String> sentences) -> left.addAll(sentences);
                case Outcome.Failed<List<String>>(Throwable failure) ->
                        left.add(
                                provider
                                        + " could not undo its part: "
                                        + Failures.sentence(failure)
                                        + "; the next recovery tries again");
                case Outcome.Overran<List<String>>(String thread) ->
                        left.add(
                                provider
                                        + " did not undo its part in time (thread '"
                                        + thread
                                        + "'); the next recovery tries again");
            }
        }
        return left;
    }

    private List<String> undo(ProviderPart part) throws VssException {
        List<String> left = new ArrayList<>(part.transaction().abort());
        if (mayBeFinal) {
            for (SetMember member : part.members()) {
                part.provider().delete(member.copy(), true);
            }
        }
        return left;
    }
}
