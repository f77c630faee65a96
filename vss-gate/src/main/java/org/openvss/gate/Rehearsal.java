package org.openvss.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openvss.ShadowCopyId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.coordinator.port.Gate.GateMember;
import org.openvss.coordinator.port.Gate.GatePlan;
import org.openvss.coordinator.port.Gate.HoldKind;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.LinuxException;
import org.openvss.linux.PreparedCall;
import org.openvss.linux.PreparedCalls;
import org.openvss.provider.PreparedCut;

/**
 * Runs a whole {@link HoldWindow} on scratch objects, so that no class is loaded and no call linked
 * for the first time while writes are held. Opens the runtime folder's tmpfs, which nobody can
 * close.
 */
final class Rehearsal {
    private static final int ROUNDS = 3;
    private static final int VOLUMES = 3;
    private static final long LIMIT_NANOS = 5_000_000_000L;

    private Rehearsal() {}

    /** Runs the window a few times; closes nothing. */
    static void run(RuntimeFolder folder) throws VssException {
        try (Fd scratch = folder.open()) {
            for (int round = 0; round < ROUNDS; round++) {
                HoldWindow window = window(scratch, round == 0);
                window.startThreads();
                window.go();
                boolean inTime = window.await(LIMIT_NANOS);
                HoldJudgement judgement = new HoldJudgement(window, List.of(), inTime, null);
                if (judgement.failure().isPresent()) {
                    throw judgement.failure().get();
                }
                judgement.report();
            }
        } catch (LinuxException failure) {
            throw Failures.of("The gate could not be rehearsed", failure, "");
        }
    }

    private static HoldWindow window(Fd scratch, boolean rehearse) throws VssException {
        List<GateMember> members = new ArrayList<>();
        List<PreparedCut> cuts = new ArrayList<>();
        PreparedCall[] close = new PreparedCall[VOLUMES];
        PreparedCall[] open = new PreparedCall[VOLUMES];
        PreparedCall[] verify = new PreparedCall[VOLUMES];
        for (int slot = 0; slot <= VOLUMES; slot++) {
            ShadowCopyId copy = ShadowCopyId.random();
            HoldKind kind = slot < VOLUMES ? HoldKind.FREEZE : HoldKind.NONE;
            members.add(new GateMember(copy, scratchVolume(slot), kind));
            PreparedCall call = PreparedCalls.thaw(scratch);
            cuts.add(new ScratchCut(copy, call));
            if (slot < VOLUMES) {
                close[slot] = PreparedCalls.thaw(scratch);
                open[slot] = PreparedCalls.thaw(scratch);
                verify[slot] = VolumeHold.NOTHING;
            }
        }
        return new HoldWindow(
                HoldPlan.of(new GatePlan(members), cuts),
                HoldPage.scratch(VOLUMES),
                expectingRefusal(close),
                expectingRefusal(open),
                verify,
                rehearse);
    }

    /** The call is made for real, and its refusal is what we want. */
    private static PreparedCall[] expectingRefusal(PreparedCall[] calls) {
        PreparedCall[] expecting = new PreparedCall[calls.length];
        for (int at = 0; at < calls.length; at++) {
            PreparedCall call = calls[at];
            expecting[at] = () -> successIfRefused(call.run());
        }
        return expecting;
    }

    private static int successIfRefused(int errno) {
        return errno == Errno.EINVAL || errno == Errno.EOPNOTSUPP || errno == Errno.EPERM
                ? 0
                : errno;
    }

    private static Volume scratchVolume(int number) {
        return new Volume("scratch", 0, number, "tmpfs", null, "scratch", "/", "none", 0, true);
    }

    private record ScratchCut(ShadowCopyId copy, PreparedCall call) implements PreparedCut {
        @Override
        public List<ShadowCopyId> copies() {
            return List.of(copy);
        }

        @Override
        public Duration predicted() {
            return Duration.ZERO;
        }

        @Override
        public int cut() {
            return successIfRefused(call.run());
        }
    }
}
