package org.openvss.kernel.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openvss.ShadowCopyId;
import org.openvss.VssException;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.ScratchException;
import org.openvss.benchmarks.ScratchPlan;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.coordinator.port.Gate.GateMember;
import org.openvss.coordinator.port.Gate.GatePlan;
import org.openvss.coordinator.port.Gate.HoldKind;
import org.openvss.gate.GateRecovery;
import org.openvss.gate.RecoveryReport;
import org.openvss.gate.RecoveryRight;
import org.openvss.gate.RuntimeFolder;
import org.openvss.linux.LinuxException;
import org.openvss.linux.RcuExpedited;

/** Volumes and checks that the tests of the gate share. */
final class GateSetup {
    private GateSetup() {}

    /** Makes volumes of ext4 and xfs in turn, or skips the test where that is not possible. */
    static ScratchVolumes volumes(int count) throws ScratchException {
        ScratchPlan plan = ScratchPlan.of(ScratchPlan.mixed(count, GuestType.EXT4, GuestType.XFS));
        Optional<String> obstacle = ScratchVolumes.obstacle(plan);
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        return ScratchVolumes.create(plan);
    }

    /** Returns a plan with a gate for every volume. */
    static GatePlan plan(List<String> mountPoints) throws LinuxException {
        List<GateMember> members = new ArrayList<>();
        for (String mountPoint : mountPoints) {
            members.add(
                    new GateMember(
                            ShadowCopyId.random(),
                            MountedVolumes.volume(mountPoint),
                            HoldKind.FREEZE));
        }
        return new GatePlan(members);
    }

    /** Everything writable, the switch as before, no ledger left. */
    static void assertNothingHeld(RuntimeFolder folder, List<String> mountPoints, int rcuBefore)
            throws IOException, InterruptedException, LinuxException {
        assertThat(Probe.notWritable(mountPoints, Duration.ofSeconds(15))).isEmpty();
        assertThat(rcuExpedited(rcuBefore)).isEqualTo(rcuBefore);
        assertThat(ledgers(folder)).isEmpty();
    }

    static List<Path> ledgers(RuntimeFolder folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.path())) {
            return files.filter(file -> file.toString().endsWith(".ledger")).toList();
        }
    }

    /** Returns the kernel switch when nobody uses it, or 0 where there is none. */
    static int rcuExpedited() throws LinuxException {
        return rcuExpedited(0);
    }

    /** Gives others on this machine, who may be at work too, time to switch back. */
    private static int rcuExpedited(int expected) throws LinuxException {
        Optional<RcuExpedited> opened = RcuExpedited.open();
        if (opened.isEmpty()) {
            return 0;
        }
        try (RcuExpedited rcu = opened.get()) {
            long begun = System.nanoTime();
            while (rcu.value() != expected
                    && System.nanoTime() - begun < Duration.ofSeconds(3).toNanos()) {
                LockSupport.parkNanos(10_000_000);
            }
            return rcu.value();
        }
    }

    /** Waits until the guard has done everything: its lock is free then. */
    static void awaitGuardDone(RuntimeFolder folder) throws VssException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < Duration.ofSeconds(20).toNanos()) {
            Optional<RecoveryRight> right = RecoveryRight.tryTake(folder);
            if (right.isPresent()) {
                right.get().close();
                return;
            }
            LockSupport.parkNanos(10_000_000);
        }
        throw new AssertionError("the guard has not ended");
    }

    /** Does what the next start does; nothing may go wrong. */
    static RecoveryReport recover(RuntimeFolder folder) throws VssException {
        awaitGuardDone(folder);
        try (RecoveryRight right = RecoveryRight.tryTake(folder).orElseThrow()) {
            RecoveryReport report = new GateRecovery(folder).recover(right);
            assertThat(report.problems()).isEmpty();
            return report;
        }
    }
}
