package org.openvss.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.openvss.HResult;
import org.openvss.ProviderInfo;
import org.openvss.ShadowCopySet;
import org.openvss.VssException;
import org.openvss.benchmarks.DemonstrationReport.JudgedSet;
import org.openvss.benchmarks.DemonstrationReport.LeftOut;
import org.openvss.benchmarks.DemonstrationReport.Member;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.LocalVssOptions;
import org.openvss.testkit.judge.Mark;
import org.openvss.testkit.judge.SimultaneityJudge;
import org.openvss.testkit.judge.Verdict;

/**
 * Shows that sets of several volumes show one instant: lets dependent writes go round the volumes,
 * takes sets meanwhile and judges the copies. The bad copies are those of the same volumes made one
 * after another.
 */
final class VolumeDemonstration extends Demonstration {
    private static final int CONTROLS = 3;
    private static final int MOST_CONTROLS = 10;

    VolumeDemonstration(LocalVssOptions options, int sets, DemonstrationAudience audience) {
        super(options, sets, audience);
    }

    @Override
    DemonstrationReport show()
            throws VssException, ScratchException, IOException, InterruptedException {
        long began = System.nanoTime();
        String parent = ScratchPlan.temporaryFolder();
        audience.begins(Kind.VOLUMES);
        List<Member> members;
        List<JudgedSet> judged;
        List<Verdict> controls;
        List<LeftOut> leftOut;
        try (DemonstrationVolumes scratch = DemonstrationVolumes.create(parent)) {
            checkNotCancelled();
            Path folder = folderOf(scratch);
            try (LocalVss vss = open(folder)) {
                List<ScratchVolume> volumes = scratch.taken(vss);
                requireTwo(volumes, scratch.leftOut());
                members = scratch.describe(volumes, vss);
                audience.membersMade(members);
                leftOut = new ArrayList<>(scratch.leftOut());
                leftOut.addAll(unusedProviders(vss, members));
                List<Path> paths =
                        volumes.stream().map(volume -> Path.of(volume.mountPoint())).toList();
                try (SimultaneityJudge judge = SimultaneityJudge.fsynced(paths, WRITERS)) {
                    judge.awaitRounds(1);
                    audience.loadStarted(WRITERS);
                    judged = takeSets(vss, judge, members);
                    controls = makeControls(judge, volumes, folder);
                }
            }
            audience.takingDown();
        }
        return new DemonstrationReport(
                Kind.VOLUMES, members, judged, controls, leftOut, System.nanoTime() - began);
    }

    private static Path folderOf(DemonstrationVolumes scratch) throws VssException {
        if (scratch.folders().isEmpty()) {
            throw nothingToShow(scratch.leftOut());
        }
        return scratch.folders().getFirst();
    }

    private static void requireTwo(List<ScratchVolume> volumes, List<LeftOut> leftOut)
            throws VssException {
        if (volumes.size() < 2) {
            throw nothingToShow(leftOut);
        }
    }

    private static VssException nothingToShow(List<LeftOut> leftOut) {
        return new VssException(
                HResult.VSS_E_VOLUME_NOT_SUPPORTED,
                "the demonstration needs at least two volumes that a provider takes, and they"
                        + " cannot be made here: "
                        + leftOut.stream()
                                .map(left -> left.what() + ": " + left.why())
                                .collect(Collectors.joining("; ")));
    }

    private static List<LeftOut> unusedProviders(LocalVss vss, List<Member> members)
            throws VssException {
        Set<String> used = members.stream().map(Member::provider).collect(Collectors.toSet());
        List<LeftOut> unused = new ArrayList<>();
        for (ProviderInfo provider : vss.providers()) {
            if (!used.contains(provider.name())) {
                unused.add(
                        new LeftOut(
                                "provider " + provider.name(),
                                provider.name().equals("copy")
                                        ? "copies file by file and has no instant; shown when a"
                                                + " user without root runs the demonstration"
                                        : "takes none of these volumes"));
            }
        }
        return unused;
    }

    private List<JudgedSet> takeSets(LocalVss vss, SimultaneityJudge judge, List<Member> members)
            throws VssException, IOException, InterruptedException {
        audience.setsBegin();
        List<JudgedSet> judged = new ArrayList<>();
        while (judged.size() < sets) {
            checkNotCancelled();
            JudgedSet set = takeSet(vss, judge, members);
            judged.add(set);
            audience.setTaken(judged.size(), set);
        }
        return judged;
    }

    private JudgedSet takeSet(LocalVss vss, SimultaneityJudge judge, List<Member> members)
            throws VssException, IOException, InterruptedException {
        List<String> volumes = members.stream().map(Member::volume).toList();
        Mark before = judge.awaitRounds(1);
        long began = System.nanoTime();
        ShadowCopySet set = create(vss, volumes, null);
        long took = System.nanoTime() - began;
        try {
            Mark after = judge.mark();
            // So that the original volumes would not pass for their own copies.
            judge.awaitRounds(2);
            List<Path> copies = copiesOf(set, volumes);
            Verdict verdict = judge.examine(copies, before, after);
            return new JudgedSet(set, verdict, copies, after.roundsSince(before), took);
        } finally {
            delete(vss, set);
        }
    }

    private List<Verdict> makeControls(
            SimultaneityJudge judge, List<ScratchVolume> volumes, Path folder)
            throws VssException, ScratchException, IOException, InterruptedException {
        audience.controlBegins();
        List<Verdict> verdicts = new ArrayList<>();
        boolean caught = false;
        while (verdicts.size() < CONTROLS || (!caught && verdicts.size() < MOST_CONTROLS)) {
            checkNotCancelled();
            Mark before = judge.awaitRounds(1);
            try (OneAfterAnother control = OneAfterAnother.copy(volumes, folder)) {
                Verdict verdict = judge.examine(control.copies(), before, judge.mark());
                caught |= verdict.violations() > 0;
                verdicts.add(verdict);
                audience.controlJudged(verdicts.size(), verdict, control.copies());
            }
        }
        return verdicts;
    }
}
