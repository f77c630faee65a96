package org.openvss.gate;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.gate.GateOpeners.Opening;
import org.openvss.gate.HoldPage.HoldState;
import org.openvss.linux.Fd;
import org.openvss.linux.LinuxException;
import org.openvss.linux.PreparedCalls;
import org.openvss.linux.RcuExpedited;
import org.openvss.writer.EmergencyThaw;

/**
 * The guard of one creation: answers the coordinator, and opens its gates and thaws its writers
 * when the pipe ends or a limit passes. It never closes anything.
 *
 * <p>The pipe alone is not enough: a killed process with a thread inside the kernel keeps its end
 * open. So the limits run here, and after the limit of the gates has passed everything that closes
 * late is opened again until the coordinator says that it is done.
 */
final class Guard {
    private static final long REPEAT_NANOS = 50_000_000;
    private static final Duration LIMIT_AFTER_DEATH = Duration.ofMinutes(5);
    private static final Duration LIMIT_AT_END = Duration.ofSeconds(10);
    private static final Duration LOCK_WAIT = Duration.ofSeconds(5);
    private static final long NEVER = Long.MAX_VALUE;

    /** What arrives: a line, or the end of the pipe. */
    sealed interface Event {
        /** The coordinator said something. */
        record Said(String line) implements Event {}

        /** The coordinator is gone. */
        record Gone() implements Event {}
    }

    /** Where answers go. */
    interface Answers {
        /** Sends an answer; a coordinator that is gone does not matter here. */
        void send(GuardAnswer answer);
    }

    private final RuntimeFolder folder;
    private final BlockingQueue<Event> events;
    private final Answers answers;
    private final List<HoldTarget> members = new ArrayList<>();
    private final List<EmergencyThaw> thaws = new ArrayList<>();
    private @Nullable LockFile lock;
    private final List<Release> releases = new ArrayList<>();
    private @Nullable HoldPage page;
    private @Nullable GateOpeners openers;
    private @Nullable ShadowCopySetId set;
    private @Nullable RcuExpedited rcu;
    private @Nullable Integer rcuBefore;
    private final long begun = System.nanoTime();
    private long holdLimit = NEVER;
    private long writerLimit = NEVER;
    private boolean armed;
    private boolean holdOverran;
    private boolean writersOverran;

    Guard(RuntimeFolder folder, BlockingQueue<Event> events, Answers answers) {
        this.folder = folder;
        this.events = events;
        this.answers = answers;
    }

    /** Guards until the creation is over, one way or another. */
    void run() throws InterruptedException {
        while (true) {
            @Nullable Event event = events.poll(untilNextLimit(), TimeUnit.NANOSECONDS);
            if (event == null) {
                limitPassed();
                continue;
            }
            switch (event) {
                case Event.Gone() -> {
                    coordinatorGone();
                    return;
                }
                case Event.Said(String line) -> {
                    if (!handled(line)) {
                        return;
                    }
                }
            }
        }
    }

    /** Handles a request; answers false if it was the last. */
    private boolean handled(String line) {
        try {
            switch (GuardRequest.parse(line)) {
                case GuardRequest.Member(HoldTarget hold) -> members.add(hold);
                case GuardRequest.Renew(int slot, HoldTarget hold) ->
                        answers.send(renew(slot, hold));
                case GuardRequest.Plan(ShadowCopySetId planned) -> answers.send(plan(planned));
                case GuardRequest.Thaw(EmergencyThaw thaw) -> thaws.add(thaw);
                case GuardRequest.Arm arm -> answers.send(arm(arm));
                case GuardRequest.Close(Duration hold) -> {
                    holdLimit = now() + hold.toNanos();
                    holdOverran = false;
                    answers.send(new GuardAnswer.Watching());
                }
                case GuardRequest.Opened() -> {
                    holdLimit = NEVER;
                    answers.send(new GuardAnswer.Noted(holdOverran));
                }
                case GuardRequest.Disarm() -> {
                    writerLimit = NEVER;
                    thaws.clear();
                    answers.send(new GuardAnswer.Disarmed(writersOverran));
                }
                case GuardRequest.End() -> {
                    end();
                    return false;
                }
            }
        } catch (IllegalArgumentException noRequest) {
            answers.send(new GuardAnswer.Refused(String.valueOf(noRequest.getMessage())));
        }
        return true;
    }

    private GuardAnswer plan(ShadowCopySetId planned) {
        try {
            lock = takeLock();
            if (lock == null) {
                return new GuardAnswer.Refused(
                        "the guard of an earlier creation still opens gates: "
                                + LockHolder.describe(LockFile.holder(folder.guardLock())));
            }
            for (HoldTarget member : members) {
                releases.add(member.open());
            }
            rehearse();
            page = HoldPage.open(folder.ledgers().pageFile(planned), members.size());
            employOpeners();
            rcu = RcuExpedited.open().orElse(null);
            set = planned;
            return new GuardAnswer.Ready();
        } catch (VssException failure) {
            return new GuardAnswer.Refused(failure.sentence());
        } catch (LinuxException | IOException failure) {
            return new GuardAnswer.Refused(String.valueOf(failure.getMessage()));
        }
    }

    /** Takes note of what a hold is about now, while nothing is held. */
    private GuardAnswer renew(int slot, HoldTarget hold) {
        GateOpeners current = openers;
        if (current == null || slot < 0 || slot >= members.size()) {
            return new GuardAnswer.Refused("there is no hold " + slot + " to renew");
        }
        if (current.anyOwned() || current.anyWanted()) {
            return new GuardAnswer.Refused("something is held that was to be renewed");
        }
        try {
            Release renewed = hold.open();
            current.close();
            releases.set(slot, renewed).close();
            members.set(slot, hold);
            employOpeners();
            return new GuardAnswer.Ready();
        } catch (VssException failure) {
            return new GuardAnswer.Refused(failure.sentence());
        }
    }

    private void employOpeners() {
        HoldPage states = Objects.requireNonNull(page);
        List<Opening> openings = new ArrayList<>();
        for (int slot = 0; slot < members.size(); slot++) {
            openings.add(new Opening(slot, members.get(slot), releases.get(slot).call()));
        }
        GateOpeners made = new GateOpeners(states, openings);
        made.start();
        openers = made;
    }

    /** Waits a moment for the guard of a creation that has just ended. */
    private @Nullable LockFile takeLock() throws VssException {
        long from = System.nanoTime();
        while (true) {
            Optional<LockFile> taken = RecoveryRight.tryGuardLock(folder);
            if (taken.isPresent() || System.nanoTime() - from > LOCK_WAIT.toNanos()) {
                return taken.orElse(null);
            }
            LockSupport.parkNanos(this, REPEAT_NANOS);
        }
    }

    /** Walks the whole way of an emergency once, on an object that nobody can freeze. */
    private void rehearse() throws LinuxException {
        try (Fd scratch = folder.open()) {
            HoldPage page = HoldPage.scratch(1);
            page.set(0, HoldState.HELD);
            LedgerVolume volume = new LedgerVolume(0, 0, 0, null, folder.path().toString());
            Opening opening =
                    new Opening(0, new FrozenFileSystem(volume), PreparedCalls.thaw(scratch));
            try (GateOpeners rehearsed = new GateOpeners(page, List.of(opening))) {
                rehearsed.start();
                rehearsed.openAll(LOCK_WAIT);
            }
        }
    }

    private GuardAnswer arm(GuardRequest.Arm request) {
        if (set == null) {
            return new GuardAnswer.Refused("there is no plan to arm");
        }
        if (request.rcuExpedited() != null && rcu == null) {
            return new GuardAnswer.Refused("the guard may not switch rcu_expedited back");
        }
        rcuBefore = request.rcuExpedited();
        writerLimit = now() + request.writers().toNanos();
        armed = true;
        return new GuardAnswer.Armed();
    }

    private void limitPassed() {
        long now = now();
        GateOpeners current = openers;
        if (now >= holdLimit && current != null) {
            if (!holdOverran) {
                holdOverran = true;
                restoreRcu(new ArrayList<>());
            }
            // Repeated until the coordinator says that everything is open: it may still be in the
            // middle of closing.
            current.attempt();
        }
        if (now >= writerLimit) {
            writerLimit = NEVER;
            writersOverran = true;
            List<String> problems = EmergencyThaws.run(thaws);
            thaws.clear();
            report("The writers were thawed at their limit.", problems);
        }
    }

    /** The end of the pipe: from here on nobody closes gates any more. */
    private void coordinatorGone() {
        if (set == null) {
            return;
        }
        List<String> problems = open(LIMIT_AFTER_DEATH);
        problems.addAll(EmergencyThaws.run(thaws));
        restoreRcu(problems);
        GateOpeners current = openers;
        if (armed || !problems.isEmpty()) {
            report("The process that created the set ended before it was done.", problems);
        }
        if (current == null || !current.anyOwned()) {
            forgetLedger();
        }
    }

    /** The regular end; whatever is still held by then is released here as well. */
    private void end() {
        List<String> problems = open(LIMIT_AT_END);
        problems.addAll(EmergencyThaws.run(thaws));
        if (holdLimit != NEVER) {
            restoreRcu(problems);
        }
        answers.send(new GuardAnswer.Ended(problems));
        GateOpeners current = openers;
        if (current != null && current.anyOwned()) {
            current.openAll(LIMIT_AFTER_DEATH);
        }
    }

    /** Opens what is ours; a kernel that is stuck does not keep the writers waiting for long. */
    private List<String> open(Duration limit) {
        GateOpeners current = openers;
        if (current == null) {
            return new ArrayList<>();
        }
        if (!current.anyOwned()) {
            return new ArrayList<>();
        }
        current.openAll(LIMIT_AT_END);
        if (current.anyOwned() && limit.compareTo(LIMIT_AT_END) > 0) {
            EmergencyThaws.run(thaws);
            thaws.clear();
            current.openAll(limit);
        }
        return new ArrayList<>(current.problems());
    }

    private void restoreRcu(List<String> problems) {
        RcuExpedited file = rcu;
        Integer before = rcuBefore;
        if (file == null || before == null) {
            return;
        }
        try {
            file.set(before);
        } catch (LinuxException failure) {
            problems.add(
                    "rcu_expedited could not be switched back: "
                            + failure.getMessage()
                            + ". Write "
                            + before
                            + " to /sys/kernel/rcu_expedited.");
        }
    }

    private void report(String why, List<String> problems) {
        ShadowCopySetId about = set;
        GateOpeners current = openers;
        if (about == null) {
            return;
        }
        List<String> sentences = new ArrayList<>();
        sentences.add("Guard of the set " + about + ": " + why);
        if (current != null) {
            sentences.addAll(current.openedSentences());
        }
        sentences.addAll(problems);
        try {
            folder.ledgers().writeReport(about, sentences);
        } catch (IOException failure) {
            // Nobody is left to tell but whoever reads the standard error of the guard.
            System.err.println("The report of the guard could not be written: " + failure);
        }
    }

    private void forgetLedger() {
        ShadowCopySetId about = set;
        if (about == null) {
            return;
        }
        try {
            folder.ledgers().forget(about);
        } catch (IOException failure) {
            System.err.println("The ledger could not be removed: " + failure);
        }
    }

    private long untilNextLimit() {
        long now = now();
        long next = Math.min(holdLimit, writerLimit);
        if (holdOverran && holdLimit != NEVER) {
            return Math.max(1, Math.min(REPEAT_NANOS, writerLimit - now));
        }
        return next == NEVER ? NEVER : Math.max(1, next - now);
    }

    private long now() {
        return System.nanoTime() - begun;
    }
}
