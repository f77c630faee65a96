package org.openvss.kernel.guest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.openvss.ShadowCopyId;
import org.openvss.coordinator.port.Gate.GateLimits;
import org.openvss.coordinator.port.Gate.GateMember;
import org.openvss.coordinator.port.Gate.GatePlan;
import org.openvss.coordinator.port.Gate.HoldKind;
import org.openvss.coordinator.port.GateSession;
import org.openvss.gate.GateOptions;
import org.openvss.gate.LinuxGate;
import org.openvss.gate.RuntimeFolder;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Processes;
import org.openvss.provider.PreparedCut;
import org.openvss.provider.lvm.LvmProvider;

/**
 * A creation of copies of logical volumes that is killed at a chosen place. Arguments: the place,
 * then mount points.
 */
final class LvmChild {
    /** Where it is killed. */
    enum Place {
        ARMED,
        HELD,
        HALF_CUT,
        CUT
    }

    private final Place place;
    private final AtomicInteger cutsMade = new AtomicInteger();

    private LvmChild(Place place) {
        this.place = place;
    }

    public static void main(String[] arguments) throws Exception {
        new LvmChild(Place.valueOf(arguments[0]))
                .run(List.of(arguments).subList(1, arguments.length));
    }

    private void run(List<String> mountPoints) throws Exception {
        LvmRun run = new LvmRun(new LvmProvider(), mountPoints);
        LinuxGate gate = new LinuxGate(RuntimeFolder.establish(), GateOptions.usual("/state"));
        GateLimits limits = new GateLimits(Duration.ofSeconds(30), Duration.ofSeconds(10));
        try (GateSession session = gate.open(run.set, limits)) {
            List<GateMember> members = new ArrayList<>();
            for (int at = 0; at < mountPoints.size(); at++) {
                members.add(
                        new GateMember(run.copies.get(at), run.volumes.get(at), HoldKind.SUSPEND));
            }
            session.prepare(new GatePlan(members));
            run.transaction.endPrepare();
            dieAt(Place.ARMED);
            session.preFlush();
            session.arm(List.of());
            List<PreparedCut> cuts =
                    run.preCommit().stream().<PreparedCut>map(cut -> new DeadlyCut(cut)).toList();
            session.holdAndCut(cuts);
        }
        System.out.println("nobody killed it");
    }

    private void dieAt(Place reached) {
        if (reached != place) {
            return;
        }
        System.out.println("dying");
        System.out.flush();
        try {
            Processes.kill((int) ProcessHandle.current().pid(), Processes.SIGKILL);
        } catch (LinuxException e) {
            throw new IllegalStateException(e);
        }
        while (true) {
            LockSupport.park(this);
        }
    }

    /** A cut before or after which the process dies. */
    private final class DeadlyCut implements PreparedCut {
        private final PreparedCut cut;

        DeadlyCut(PreparedCut cut) {
            this.cut = cut;
        }

        @Override
        public List<ShadowCopyId> copies() {
            return cut.copies();
        }

        @Override
        public Duration predicted() {
            return cut.predicted();
        }

        @Override
        public int cut() {
            dieAt(Place.HELD);
            int errno = cut.cut();
            int made = cutsMade.incrementAndGet();
            if (made == 1) {
                dieAt(Place.HALF_CUT);
            }
            dieAt(Place.CUT);
            return errno;
        }
    }
}
