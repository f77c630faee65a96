package org.openvss.coordinator.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.coordinator.port.Gate;
import org.openvss.coordinator.port.GateReport;
import org.openvss.coordinator.port.GateReport.CutResult;
import org.openvss.coordinator.port.GateSession;
import org.openvss.provider.PreparedCut;
import org.openvss.writer.EmergencyThaw;

/** The gate and its guard over the volumes of the world; checks that its calls come in order. */
final class FakeGate implements Gate {
    private static final List<HoldKind> CLOSING_ORDER =
            List.of(HoldKind.PROCESSES, HoldKind.FREEZE, HoldKind.SUSPEND);

    private final SimulatedProcess process;

    FakeGate(SimulatedProcess process) {
        this.process = process;
    }

    @Override
    public GateSession open(ShadowCopySetId set, GateLimits limits) throws VssException {
        step("open", HResult.VSS_E_UNEXPECTED, () -> {});
        return new Session(limits);
    }

    private void step(String call, HResult allowed, SimulatedProcess.Effect<VssException> effect)
            throws VssException {
        process.step(
                "gate." + call,
                () -> new VssException(allowed, "injected"),
                () -> new VssException(allowed, "injected"),
                effect);
    }

    private record CutTaken(long began, long ended, int errno) {}

    private final class Session implements GateSession {
        private final World world = process.world;
        private final GateLimits limits;
        private GatePlan plan = new GatePlan(List.of());
        private long writerDeadline = Long.MAX_VALUE;
        private boolean ended;

        Session(GateLimits limits) {
            this.limits = limits;
        }

        @Override
        public void prepare(GatePlan members) throws VssException {
            step("prepare", HResult.VSS_E_OBJECT_NOT_FOUND, () -> plan = members);
        }

        @Override
        public void preFlush() throws VssException {
            step("preFlush", HResult.VSS_E_FLUSH_WRITES_TIMEOUT, () -> {});
        }

        @Override
        public void arm(List<EmergencyThaw> thaws) throws VssException {
            step(
                    "arm",
                    HResult.VSS_E_UNEXPECTED,
                    () -> {
                        thaws.forEach(t -> world.armedApplications.add(t.command().getFirst()));
                        writerDeadline = world.clock + limits.writers().toNanos();
                    });
        }

        @Override
        public GateReport holdAndCut(List<PreparedCut> cuts) throws VssException {
            Map<ShadowCopyId, PreparedCut> cutOf = new HashMap<>();
            cuts.forEach(cut -> cut.copies().forEach(copy -> cutOf.put(copy, cut)));
            if (cutOf.size() != plan.members().size()) {
                world.violate("the cuts do not match the plan");
            }
            long start = world.clock;
            Map<ShadowCopyId, Long> closed = new HashMap<>();
            try {
                for (HoldKind kind : CLOSING_ORDER) {
                    for (GateMember member : membersHeldBy(kind)) {
                        step(
                                "close",
                                HResult.VSS_E_FLUSH_WRITES_TIMEOUT,
                                () -> world.heldVolumes.add(member.volume().deviceNumbers()));
                        closed.put(member.copy(), world.clock - start);
                    }
                }
                return cutAndOpen(cutOf, closed, start);
            } finally {
                world.quiet = false;
                if (!world.crashed) {
                    world.heldVolumes.clear();
                }
            }
        }

        private GateReport cutAndOpen(
                Map<ShadowCopyId, PreparedCut> cutOf, Map<ShadowCopyId, Long> closed, long start)
                throws VssException {
            Map<ShadowCopyId, CutTaken> taken = new HashMap<>();
            for (GateMember member : plan.members()) {
                long began = world.clock - start;
                PreparedCut cut = Objects.requireNonNull(cutOf.get(member.copy()));
                int errno = cut.cut();
                taken.put(member.copy(), new CutTaken(began, world.clock - start, errno));
                World.Artefact artefact = world.storage.get(member.copy());
                if (artefact == null) {
                    world.violate("a cut without a target on storage");
                } else {
                    artefact.cutWhileAllHeld =
                            world.heldVolumes.size() == closed.size() && errno == 0;
                }
            }
            Map<ShadowCopyId, Long> opened = open(cutOf, taken, start);
            List<CutResult> results = new ArrayList<>();
            for (GateMember member : plan.members()) {
                CutTaken cut = Objects.requireNonNull(taken.get(member.copy()));
                results.add(
                        new CutResult(
                                member.copy(),
                                new CutTimes(
                                        closed.get(member.copy()),
                                        cut.began(),
                                        cut.ended(),
                                        opened.get(member.copy()),
                                        true),
                                cut.errno()));
            }
            if (!closed.isEmpty() && world.clock - start > limits.hold().toNanos()) {
                throw new VssException(
                        HResult.VSS_E_HOLD_WRITES_TIMEOUT, "the guard opened the gate");
            }
            return new GateReport(
                    results,
                    Instant.ofEpochSecond(0, world.clock),
                    closed.isEmpty() ? null : world.clock - start);
        }

        /** Opens in the order of closing backwards; held processes first let their cuts confirm. */
        private Map<ShadowCopyId, Long> open(
                Map<ShadowCopyId, PreparedCut> cutOf, Map<ShadowCopyId, CutTaken> taken, long start)
                throws VssException {
            Map<ShadowCopyId, Long> opened = new HashMap<>();
            for (HoldKind kind : CLOSING_ORDER.reversed()) {
                for (GateMember member : membersHeldBy(kind)) {
                    if (kind == HoldKind.PROCESSES
                            && Objects.requireNonNull(taken.get(member.copy())).errno() == 0) {
                        Objects.requireNonNull(cutOf.get(member.copy())).confirm();
                    }
                }
                for (GateMember member : membersHeldBy(kind)) {
                    opened.put(member.copy(), world.clock - start);
                    step(
                            "reopen",
                            HResult.VSS_E_HOLD_WRITES_TIMEOUT,
                            () -> world.heldVolumes.remove(member.volume().deviceNumbers()));
                }
            }
            return opened;
        }

        private List<GateMember> membersHeldBy(HoldKind kind) {
            return plan.members().stream().filter(member -> member.hold() == kind).toList();
        }

        @Override
        public void disarm() throws VssException {
            step(
                    "disarm",
                    HResult.VSS_E_HOLD_WRITES_TIMEOUT,
                    () -> {
                        boolean late = world.clock > writerDeadline;
                        world.armedApplications.clear();
                        if (late) {
                            throw new VssException(
                                    HResult.VSS_E_HOLD_WRITES_TIMEOUT,
                                    "the guard had thawed the writers");
                        }
                    });
        }

        @Override
        public List<String> end() {
            if (ended) {
                return List.of();
            }
            world.quiet = false;
            try {
                step(
                        "end",
                        HResult.VSS_E_UNEXPECTED,
                        () -> {
                            ended = true;
                            world.guardReleases();
                            process.end();
                        });
                return List.of();
            } catch (VssException | IllegalStateException | OutOfMemoryError failure) {
                // The guard sees the end of the pipe and releases all by itself.
                ended = true;
                world.guardReleases();
                process.end();
                return List.of("injected: the ledger could not be removed");
            }
        }
    }
}
