package org.openvss.gate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySetId;
import org.openvss.coordinator.port.Gate.GateLimits;
import org.openvss.coordinator.port.Gate.GateMember;
import org.openvss.coordinator.port.Gate.GatePlan;
import org.openvss.coordinator.port.Gate.HoldKind;
import org.openvss.coordinator.port.GateSession;
import org.openvss.kernel.gate.Cuts;
import org.openvss.kernel.gate.MountedVolumes;
import org.openvss.linux.LinuxException;
import org.openvss.linux.PreparedCall;
import org.openvss.linux.Processes;
import org.openvss.provider.PreparedCut;
import org.openvss.writer.EmergencyThaw;

/**
 * A coordinator that holds real volumes and comes to grief at a chosen step. Stands in the gate's
 * package to get between the window and the kernel.
 *
 * <p>Arguments: action, step, number of the call at which to act, limit of the gate in
 * milliseconds, a file for the emergency thaw to make, mount points.
 */
public final class GateChild {
    /** What happens to the processes. */
    public enum Action {
        KILL_COORDINATOR,
        KILL_GUARD,
        KILL_BOTH,
        KILL_GROUP,
        STOP_COORDINATOR,
        HANG,
        HANG_WITHOUT_GUARD
    }

    /** Where it happens. */
    public enum Step {
        BEFORE_CLOSE,
        AFTER_CLOSE,
        BEFORE_CUT,
        AFTER_CUT,
        BEFORE_OPEN,
        AFTER_OPEN
    }

    /** Before a mount point whose volume is held by the processes that write to it. */
    public static final String BY_PROCESSES = "processes:";

    private static final int SIGSTOP = 19;

    private final Action action;
    private final Step step;
    private final AtomicInteger countdown;
    private final Duration hold;
    private int guard;

    private GateChild(Action action, Step step, int number, Duration hold) {
        this.hold = hold;
        this.action = action;
        this.step = step;
        this.countdown = new AtomicInteger(number);
    }

    /** Runs a creation up to its bad end. */
    public static void main(String[] arguments) throws Exception {
        GateChild child =
                new GateChild(
                        Action.valueOf(arguments[0]),
                        Step.valueOf(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        Duration.ofMillis(Long.parseLong(arguments[3])));
        List<String> mounts = List.of(arguments).subList(5, arguments.length);
        child.run(arguments[4], mounts);
    }

    private void run(String thawed, List<String> mounts) throws Exception {
        RuntimeFolder folder = RuntimeFolder.establish();
        LinuxGate gate = new LinuxGate(folder, GateOptions.usual("/state"), stepping());
        List<GateMember> members = new ArrayList<>();
        List<PreparedCut> cuts = new ArrayList<>();
        for (String mount : mounts) {
            ShadowCopyId copy = ShadowCopyId.random();
            boolean byProcesses = mount.startsWith(BY_PROCESSES);
            String path = byProcesses ? mount.substring(BY_PROCESSES.length()) : mount;
            HoldKind kind = byProcesses ? HoldKind.PROCESSES : HoldKind.FREEZE;
            members.add(new GateMember(copy, MountedVolumes.volume(path), kind));
            cuts.add(
                    Cuts.of(
                            copy,
                            () -> {
                                reached(Step.BEFORE_CUT);
                                reached(Step.AFTER_CUT);
                            }));
        }
        GateLimits limits = new GateLimits(Duration.ofSeconds(20), hold);
        try (GateSession session = gate.open(ShadowCopySetId.random(), limits)) {
            session.prepare(new GatePlan(members));
            session.preFlush();
            session.arm(
                    List.of(
                            new EmergencyThaw(
                                    List.of("/usr/bin/touch", thawed), Duration.ofSeconds(5))));
            String holder = Files.readString(folder.guardLock(), StandardCharsets.US_ASCII);
            guard = Integer.parseInt(holder.split(" ", -1)[0]);
            session.holdAndCut(cuts);
            System.out.println("held");
        } catch (org.openvss.VssException failure) {
            System.out.println("failed " + failure.code() + " " + failure.sentence());
        }
    }

    private GateCalls stepping() {
        return new GateCalls() {
            @Override
            public PreparedCall close(VolumeHold hold) {
                return around(hold.prepareClose(), Step.BEFORE_CLOSE, Step.AFTER_CLOSE);
            }

            @Override
            public PreparedCall open(VolumeHold hold) {
                return around(hold.prepareOpen(), Step.BEFORE_OPEN, Step.AFTER_OPEN);
            }
        };
    }

    private PreparedCall around(PreparedCall call, Step before, Step after) {
        return () -> {
            reached(before);
            int errno = call.run();
            reached(after);
            return errno;
        };
    }

    private void reached(Step place) {
        if (place != step || countdown.decrementAndGet() != 0) {
            return;
        }
        System.out.println("acting " + System.nanoTime());
        System.out.flush();
        try {
            act();
        } catch (LinuxException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void act() throws LinuxException {
        int own = (int) ProcessHandle.current().pid();
        switch (action) {
            case KILL_COORDINATOR -> Processes.kill(own, Processes.SIGKILL);
            case KILL_GUARD -> Processes.kill(guard, Processes.SIGKILL);
            case KILL_BOTH -> {
                Processes.kill(guard, Processes.SIGKILL);
                Processes.kill(own, Processes.SIGKILL);
            }
            case KILL_GROUP -> Processes.killGroup(own, Processes.SIGKILL);
            case STOP_COORDINATOR -> {
                long stoppedAt = System.nanoTime();
                Processes.kill(own, SIGSTOP);
                // The signal reaches this thread a little later; go on only after the stop.
                while (System.nanoTime() - stoppedAt < hold.toNanos()) {
                    LockSupport.parkNanos(this, 1_000_000);
                }
            }
            case HANG_WITHOUT_GUARD -> Processes.kill(guard, Processes.SIGKILL);
            case HANG -> {
                while (true) {
                    LockSupport.park(this);
                }
            }
        }
        if (action != Action.KILL_GUARD && action != Action.STOP_COORDINATOR) {
            while (true) {
                LockSupport.park(this);
            }
        }
    }
}
