package org.openvss.gate;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.coordinator.port.Gate.GateLimits;
import org.openvss.coordinator.port.Gate.GatePlan;
import org.openvss.coordinator.port.GateReport;
import org.openvss.coordinator.port.GateSession;
import org.openvss.linux.LinuxException;
import org.openvss.linux.PreparedCall;
import org.openvss.linux.RcuExpedited;
import org.openvss.provider.PreparedCut;
import org.openvss.writer.EmergencyThaw;

/**
 * The gate of one creation: keeps guard, ledger and descriptors together, and runs the {@link
 * HoldWindow} between "the guard watches" and "everything is open".
 *
 * <p>Opens only what the hold page says is ours. Leaves the ledger behind only if something is
 * still held; then {@link GateRecovery} goes on from there.
 */
final class LinuxGateSession implements GateSession {
    private static final Duration GUARD_STARTS = Duration.ofSeconds(60);
    private static final Duration GUARD_ANSWERS = Duration.ofSeconds(5);
    private static final Duration GUARD_ENDS = Duration.ofSeconds(25);
    private static final Duration GRACE = Duration.ofMillis(300);

    private final RuntimeFolder folder;
    private final GateOptions options;
    private final ShadowCopySetId set;
    private final GateLimits limits;
    private final GateCalls calls;
    private final GuardProcess guard;
    private final List<VolumeHold> holds = new ArrayList<>();
    private @Nullable GatePlan plan;
    private @Nullable HoldPage page;
    private @Nullable RcuExpedited rcu;
    private @Nullable Integer rcuBefore;
    private boolean armed;
    private final Map<Integer, Thread> abandoned = new HashMap<>();
    private boolean ended;

    LinuxGateSession(
            RuntimeFolder folder,
            GateOptions options,
            ShadowCopySetId set,
            GateLimits limits,
            GateCalls calls,
            GuardProcess guard) {
        this.folder = folder;
        this.options = options;
        this.set = set;
        this.limits = limits;
        this.calls = calls;
        this.guard = guard;
    }

    @Override
    public void prepare(GatePlan members) throws VssException {
        List<HoldSlot> slots = HoldSlot.of(members);
        if (!slots.isEmpty()) {
            folder.requireGates();
            JvmSafety.check();
        }
        for (HoldSlot slot : slots) {
            holds.add(VolumeHold.open(slot));
        }
        try {
            page = HoldPage.create(folder.ledgers().pageFile(set), holds.size());
        } catch (IOException failure) {
            throw Failures.of("The hold page cannot be written", failure);
        }
        for (VolumeHold hold : holds) {
            guard.tell(new GuardRequest.Member(hold.target()));
        }
        Rehearsal.run(folder);
        guard.ask(new GuardRequest.Plan(set), GuardAnswer.Ready.class, GUARD_STARTS);
        plan = members;
    }

    @Override
    public void preFlush() throws VssException {
        PreFlush flush = new PreFlush(holds, options);
        try {
            flush.run();
        } finally {
            abandoned.putAll(flush.abandoned());
        }
    }

    @Override
    public void arm(List<EmergencyThaw> thaws) throws VssException {
        if (plan == null) {
            throw outOfOrder("prepare", "arm");
        }
        try {
            if (options.expediteGracePeriods() && !holds.isEmpty()) {
                rcu = RcuExpedited.open().orElse(null);
                rcuBefore = rcu == null ? null : rcu.value();
            }
            folder.ledgers().write(ledger(thaws));
        } catch (IOException failure) {
            throw Failures.of("The ledger cannot be written", failure);
        } catch (LinuxException failure) {
            throw Failures.of("The ledger cannot be written", failure, "");
        }
        for (EmergencyThaw thaw : thaws) {
            guard.tell(new GuardRequest.Thaw(thaw));
        }
        GuardRequest.Arm request = new GuardRequest.Arm(limits.writers(), rcuBefore);
        guard.ask(request, GuardAnswer.Armed.class, GUARD_ANSWERS);
        armed = true;
    }

    @Override
    public GateReport holdAndCut(List<PreparedCut> cuts) throws VssException {
        GatePlan members = plan;
        HoldPage states = page;
        if (!armed || members == null || states == null) {
            throw outOfOrder("arm", "holdAndCut");
        }
        HoldPlan hold = HoldPlan.of(members, cuts);
        refuseLongCuts(hold);
        boolean rehearse = rcu == null && !holds.isEmpty();
        HoldWindow window =
                new HoldWindow(hold, states, calls(calls::close), calls(calls::open), rehearse);
        PreparedCall[] rescue = calls(VolumeHold::prepareOpen);
        window.startThreads();
        List<String> residue = new ArrayList<>();
        boolean inTime;
        @Nullable String lost;
        guard.whenLost(window::stop);
        try {
            guard.ask(
                    new GuardRequest.Close(limits.hold()),
                    GuardAnswer.Watching.class,
                    GUARD_ANSWERS);
            expedite();
            inTime = runWindow(window, states, rescue);
        } finally {
            window.stop();
            restoreRcu(residue);
            guard.whenLost(null);
        }
        lost = guard.lossReason();
        boolean overran = lost == null && abandoned.isEmpty() && noteOpened();
        Optional<VssException> failure =
                new HoldJudgement(window, holds, inTime && !overran, lost).failure();
        if (failure.isPresent()) {
            throw failure.get().withResidue(residue);
        }
        if (!residue.isEmpty()) {
            throw new VssException(
                            HResult.VSS_E_UNEXPECTED,
                            "The kernel switch rcu_expedited could not be switched back.")
                    .withResidue(residue);
        }
        return new HoldJudgement(window, holds, true, null).report();
    }

    @Override
    public void disarm() throws VssException {
        if (!armed) {
            return;
        }
        GuardAnswer.Disarmed answer =
                guard.ask(new GuardRequest.Disarm(), GuardAnswer.Disarmed.class, GUARD_ANSWERS);
        armed = false;
        if (answer.overran()) {
            throw new VssException(
                    HResult.VSS_E_HOLD_WRITES_TIMEOUT,
                    "The writers were frozen for longer than "
                            + limits.writers().toSeconds()
                            + " s and were thawed by the guard. Look for the writer that took so"
                            + " long in the timeline.");
        }
    }

    @Override
    public List<String> end() {
        if (ended) {
            return List.of();
        }
        ended = true;
        List<String> problems = new ArrayList<>();
        restoreRcu(problems);
        endGuard(problems);
        forget(problems);
        for (int slot = 0; slot < holds.size(); slot++) {
            close(holds.get(slot), abandoned.get(slot));
        }
        if (rcu != null) {
            rcu.close();
        }
        return problems;
    }

    /** Runs the window; afterwards every gate is open, but for those that the kernel keeps. */
    private boolean runWindow(HoldWindow window, HoldPage states, PreparedCall[] rescue) {
        long limit = limits.hold().toNanos();
        long margin = Math.min(limit / 10, Duration.ofMillis(500).toNanos());
        window.go();
        boolean inTime = window.await(limit - margin);
        if (!inTime) {
            window.stop();
            if (!window.await(GRACE.toNanos())) {
                rescue(window, states, rescue);
                window.await(GRACE.toNanos());
                abandon(window);
            }
        }
        return inTime;
    }

    /** Opens gates whose own thread hangs in its cut; threads that hang here are left behind. */
    private static void rescue(HoldWindow window, HoldPage states, PreparedCall[] rescue) {
        for (int slot = 0; slot < window.slots; slot++) {
            if (window.place(slot) == HoldWindow.Place.CUTTING) {
                int stuck = slot;
                Thread.ofPlatform()
                        .daemon()
                        .name("rescue " + slot)
                        .start(() -> {
                            if (rescue[stuck].run() == 0) {
                                states.set(stuck, HoldPage.HoldState.FREE);
                            }
                        });
            }
        }
    }

    private void refuseLongCuts(HoldPlan hold) throws VssException {
        Map<String, Duration> perHost = new HashMap<>();
        for (int cut = 0; cut < hold.cuts().size(); cut++) {
            int thread = hold.threadOfCut().get(cut);
            String host = thread < holds.size() ? holds.get(thread).host() : "cut " + cut;
            perHost.merge(host, hold.cuts().get(cut).predicted(), Duration::plus);
        }
        for (Map.Entry<String, Duration> host : perHost.entrySet()) {
            if (host.getValue().compareTo(options.cutLimit()) >= 0) {
                throw new VssException(
                        HResult.VSS_E_FLUSH_WRITES_TIMEOUT,
                        "Making the shadow copies on "
                                + host.getKey()
                                + " is predicted to take "
                                + host.getValue().toMillis()
                                + " ms, longer than writes may be held for it ("
                                + options.cutLimit().toMillis()
                                + " ms). Nothing was held. Defragment the image files, or make"
                                + " smaller sets.");
            }
        }
    }

    private PreparedCall[] calls(Function<VolumeHold, PreparedCall> prepare) {
        return holds.stream().map(prepare).toArray(PreparedCall[]::new);
    }

    private void expedite() throws VssException {
        if (rcu != null) {
            try {
                rcu.set(1);
            } catch (LinuxException failure) {
                throw Failures.of("rcu_expedited could not be set", failure, "");
            }
        }
    }

    private void restoreRcu(List<String> problems) {
        if (rcu != null && rcuBefore != null) {
            try {
                rcu.set(rcuBefore);
            } catch (LinuxException failure) {
                problems.add(
                        "rcu_expedited could not be switched back: "
                                + failure.getMessage()
                                + ". Write "
                                + rcuBefore
                                + " to /sys/kernel/rcu_expedited.");
            }
        }
    }

    /** Tells the guard that everything is open; answers whether it had to open anything. */
    private boolean noteOpened() throws VssException {
        return guard.ask(new GuardRequest.Opened(), GuardAnswer.Noted.class, GUARD_ANSWERS)
                .overran();
    }

    private void abandon(HoldWindow window) {
        for (int slot = 0; slot < window.slots; slot++) {
            if (window.place(slot) != HoldWindow.Place.DONE) {
                abandoned.put(slot, window.threads[slot]);
            }
        }
    }

    /** Closes descriptors; those of a thread that hangs, only when it has come back. */
    private static void close(VolumeHold hold, @Nullable Thread user) {
        if (user == null) {
            hold.close();
            return;
        }
        Thread.ofPlatform()
                .daemon()
                .name("waits for " + user.getName())
                .start(() -> {
                    try {
                        user.join();
                        hold.close();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private void endGuard(List<String> problems) {
        if (guard.lossReason() == null) {
            try {
                problems.addAll(
                        guard.ask(new GuardRequest.End(), GuardAnswer.Ended.class, GUARD_ENDS)
                                .problems());
            } catch (VssException failure) {
                problems.add(failure.sentence());
            }
        } else if (armed) {
            problems.add("The guard was lost: " + guard.lossReason() + ".");
        }
        guard.release();
        if (!guard.ended(GUARD_ANSWERS)) {
            problems.add("The process of the guard has not ended yet.");
        }
    }

    private void forget(List<String> problems) {
        HoldPage states = page;
        for (int slot = 0; states != null && slot < holds.size(); slot++) {
            if (states.owns(slot)) {
                problems.add(
                        holds.get(slot).target().label() + " may still be held. Run 'vss thaw'.");
                return;
            }
        }
        try {
            folder.ledgers().forget(set);
            folder.ledgers().forgetReport(set);
        } catch (IOException failure) {
            problems.add("The ledger of the set could not be removed: " + failure);
        }
    }

    private Ledger ledger(List<EmergencyThaw> thaws) throws LinuxException, VssException {
        return new Ledger(
                set,
                BootId.read(),
                options.stateFolder(),
                Instant.now(),
                ProcessStamp.ofThisProcess(),
                guard.stamp(),
                rcuBefore,
                holds.stream().map(VolumeHold::target).toList(),
                thaws);
    }

    private static VssException outOfOrder(String missing, String call) {
        return new VssException(
                HResult.VSS_E_BAD_STATE, missing + " must succeed before " + call + ".");
    }
}
