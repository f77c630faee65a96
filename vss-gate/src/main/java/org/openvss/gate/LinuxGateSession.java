package org.openvss.gate;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private static final int ATTEMPTS = 3;

    private final RuntimeFolder folder;
    private final GateOptions options;
    private final ShadowCopySetId set;
    private final GateLimits limits;
    private final GateCalls calls;
    private final GuardProcess guard;
    private final List<VolumeHold> holds = new ArrayList<>();
    private @Nullable GatePlan plan;
    private @Nullable HoldPage page;
    private @Nullable GracePeriods gracePeriods;
    private List<EmergencyThaw> thaws = List.of();
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
        Set<Integer> ourselves = Set.of((int) ProcessHandle.current().pid(), guard.pid());
        for (HoldSlot slot : slots) {
            holds.add(VolumeHold.open(slot, ourselves, options));
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
    public void arm(List<EmergencyThaw> emergencyThaws) throws VssException {
        if (plan == null) {
            throw outOfOrder("prepare", "arm");
        }
        try {
            if (options.expediteGracePeriods() && !holds.isEmpty()) {
                gracePeriods = GracePeriods.open().orElse(null);
            }
        } catch (LinuxException failure) {
            throw Failures.of("rcu_expedited cannot be read", failure, "");
        }
        thaws = List.copyOf(emergencyThaws);
        writeLedger();
        for (EmergencyThaw thaw : thaws) {
            guard.tell(new GuardRequest.Thaw(thaw));
        }
        GuardRequest.Arm request = new GuardRequest.Arm(limits.writers(), rcuBefore());
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
        PredictedCuts.refuseLong(hold, holds, options.cutLimit());
        for (int attempt = 1; ; attempt++) {
            renewHolds();
            Optional<GateReport> report = attempt(hold, states, attempt < ATTEMPTS);
            if (report.isPresent()) {
                return report.get();
            }
            // Nothing is held: what kept the hold from closing may be written out by now.
            preFlush();
        }
    }

    /** Holds and cuts once; answers nothing if another attempt may succeed. */
    private Optional<GateReport> attempt(HoldPlan hold, HoldPage states, boolean mayRepeat)
            throws VssException {
        boolean rehearse = gracePeriods == null && !holds.isEmpty();
        HoldWindow window =
                new HoldWindow(
                        hold,
                        states,
                        calls(calls::close),
                        calls(calls::open),
                        calls(VolumeHold::prepareVerify),
                        rehearse);
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
            if (gracePeriods != null) {
                gracePeriods.expedite();
            }
            inTime = new WindowRun(window, states, rescue).within(limits.hold());
            abandoned.putAll(inTime ? Map.of() : window.unfinishedThreads());
        } finally {
            window.stop();
            restoreGracePeriods(residue);
            guard.whenLost(null);
        }
        lost = guard.lossReason();
        boolean overran = lost == null && abandoned.isEmpty() && noteOpened();
        Optional<VssException> failure =
                new HoldJudgement(window, holds, inTime && !overran, lost).failure();
        if (failure.isPresent()) {
            if (mayRepeat && inTime && !overran && lost == null && mayRetry(window)) {
                return Optional.empty();
            }
            throw failure.get().withResidue(residue);
        }
        if (!residue.isEmpty()) {
            throw new VssException(
                            HResult.VSS_E_UNEXPECTED,
                            "The kernel switch rcu_expedited could not be switched back.")
                    .withResidue(residue);
        }
        return Optional.of(new HoldJudgement(window, holds, true, null).report());
    }

    /** Finds out what has to be held now, and lets ledger and guard know before it is. */
    private void renewHolds() throws VssException {
        for (int slot = 0; slot < holds.size(); slot++) {
            if (holds.get(slot).renew()) {
                writeLedger();
                guard.ask(
                        new GuardRequest.Renew(slot, holds.get(slot).target()),
                        GuardAnswer.Ready.class,
                        GUARD_ANSWERS);
            }
        }
    }

    /**
     * What failed to close held nothing, and nothing was cut, since all have to be closed first.
     */
    private boolean mayRetry(HoldWindow window) {
        boolean anyRetry = false;
        for (int slot = 0; slot < holds.size(); slot++) {
            int errno = window.trace.closeErrno[slot];
            if (HoldTrace.failed(errno)) {
                if (!holds.get(slot).mayRetry(errno)) {
                    return false;
                }
                anyRetry = true;
            }
        }
        return anyRetry;
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
        restoreGracePeriods(problems);
        endGuard(problems);
        forget(problems);
        for (int slot = 0; slot < holds.size(); slot++) {
            close(holds.get(slot), abandoned.get(slot));
        }
        if (gracePeriods != null) {
            gracePeriods.close();
        }
        return problems;
    }

    private PreparedCall[] calls(Function<VolumeHold, PreparedCall> prepare) {
        return holds.stream().map(prepare).toArray(PreparedCall[]::new);
    }

    private void restoreGracePeriods(List<String> problems) {
        if (gracePeriods != null) {
            gracePeriods.restore(problems);
        }
    }

    private @Nullable Integer rcuBefore() {
        GracePeriods opened = gracePeriods;
        return opened == null ? null : (Integer) opened.before();
    }

    /** Tells the guard that everything is open; answers whether it had to open anything. */
    private boolean noteOpened() throws VssException {
        return guard.ask(new GuardRequest.Opened(), GuardAnswer.Noted.class, GUARD_ANSWERS)
                .overran();
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

    private void writeLedger() throws VssException {
        try {
            folder.ledgers().write(ledger());
        } catch (IOException failure) {
            throw Failures.of("The ledger cannot be written", failure);
        } catch (LinuxException failure) {
            throw Failures.of("The ledger cannot be written", failure, "");
        }
    }

    private Ledger ledger() throws LinuxException, VssException {
        return new Ledger(
                set,
                BootId.read(),
                options.stateFolder(),
                Instant.now(),
                ProcessStamp.ofThisProcess(),
                guard.stamp(),
                rcuBefore(),
                holds.stream().map(VolumeHold::target).toList(),
                thaws);
    }

    private static VssException outOfOrder(String missing, String call) {
        return new VssException(
                HResult.VSS_E_BAD_STATE, missing + " must succeed before " + call + ".");
    }
}
