package org.openvss.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.openvss.HResult;
import org.openvss.ShadowCopySet;
import org.openvss.VssException;
import org.openvss.benchmarks.DemonstrationReport.JudgedSet;
import org.openvss.benchmarks.DemonstrationReport.LeftOut;
import org.openvss.benchmarks.DemonstrationReport.Member;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.LocalVssOptions;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mounts;
import org.openvss.testkit.judge.Durability;
import org.openvss.testkit.judge.Mark;
import org.openvss.testkit.judge.SimultaneityJudge;
import org.openvss.testkit.judge.Verdict;

/**
 * Shows without root what plain copies are worth: a tree that nobody writes to is copied exactly,
 * and of a tree that is written to OpenVSS itself says that the copy shows no instant. The bad
 * copies are those of the second kind.
 *
 * <p>A volume is a mount; so the tree is mounted on itself, for which a user namespace is enough.
 */
final class TreeDemonstration extends Demonstration {
    private static final int FOLDERS = 4;
    private static final int FILES = 50;
    private static final int CONTROLS = 2;
    private static final int ROUNDS = 10;
    private static final Duration PAUSE = Duration.ofMillis(1);

    TreeDemonstration(LocalVssOptions options, int sets, DemonstrationAudience audience) {
        super(options, sets, audience);
    }

    @Override
    DemonstrationReport show()
            throws VssException, ScratchException, IOException, InterruptedException {
        long began = System.nanoTime();
        audience.begins(Kind.TREE);
        Path parent = Path.of(ScratchPlan.temporaryFolder());
        Path scratch = Files.createTempDirectory(parent, "openvss-scratch-").toRealPath();
        UndoStack undo = new UndoStack();
        undo.push("folder " + scratch, () -> ScratchVolumes.deleteTree(scratch));
        DemonstrationReport report;
        try {
            report = show(scratch, undo, began);
            audience.takingDown();
        } catch (LinuxException e) {
            throw new ScratchException("the tree cannot be mounted: " + e.getMessage(), e)
                    .withResidue(undo.undoAll());
        } catch (VssException e) {
            throw e.withResidue(undo.undoAll());
        } catch (IOException e) {
            throw new ScratchException(e.getMessage() + "", e).withResidue(undo.undoAll());
        }
        List<String> left = undo.undoAll();
        if (!left.isEmpty()) {
            throw new ScratchException("the tree was not taken down completely", null)
                    .withResidue(left);
        }
        return report;
    }

    private DemonstrationReport show(Path scratch, UndoStack undo, long began)
            throws VssException, IOException, LinuxException, InterruptedException {
        Path tree = Files.createDirectory(scratch.resolve("tree"));
        List<Path> folders = fill(tree);
        Mounts.bind(tree.toString(), tree.toString(), 0, false);
        undo.push("mount " + tree, () -> Mounts.umount(tree.toString(), Mounts.NO_FOLLOW));
        List<Member> members = List.of(new Member(tree.toString(), "folders", "", "copy"));
        audience.membersMade(members);
        try (LocalVss vss = open(scratch)) {
            List<JudgedSet> judged = new ArrayList<>();
            List<Verdict> controls;
            SimultaneityJudge judge =
                    SimultaneityJudge.start(folders, WRITERS, Durability.BUFFERED, PAUSE);
            try (judge) {
                audience.loadStarted(WRITERS);
                judge.awaitRounds(ROUNDS);
                controls = copyUnderLoad(vss, judge, tree, folders);
            }
            audience.setsBegin();
            for (int number = 1; number <= sets; number++) {
                checkNotCancelled();
                JudgedSet set = copyAtRest(vss, judge, tree, folders);
                judged.add(set);
                audience.setTaken(number, set);
            }
            return new DemonstrationReport(
                    Kind.TREE, members, judged, controls, leftOut(), System.nanoTime() - began);
        }
    }

    private static List<Path> fill(Path tree) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (int folder = 0; folder < FOLDERS; folder++) {
            Path made = Files.createDirectory(tree.resolve("folder" + folder));
            for (int file = 0; file < FILES; file++) {
                Files.writeString(
                        made.resolve("file" + file), ("file " + file + "\n").repeat(1 + 20 * file));
            }
            folders.add(made);
        }
        return folders;
    }

    private static List<LeftOut> leftOut() {
        return List.of(
                new LeftOut(
                        "sets of several volumes at one instant",
                        "holding the writes of a file system needs root; run it as root"));
    }

    /** OpenVSS must find out by itself that these copies show no instant. */
    private List<Verdict> copyUnderLoad(
            LocalVss vss, SimultaneityJudge judge, Path tree, List<Path> folders)
            throws VssException, IOException, InterruptedException {
        audience.controlBegins();
        List<Verdict> verdicts = new ArrayList<>();
        for (int number = 1; number <= CONTROLS; number++) {
            checkNotCancelled();
            judge.awaitRounds(1);
            ShadowCopySet set = create(vss, List.of(tree.toString()), "copy");
            try {
                Verdict verdict =
                        set.simultaneous()
                                ? new Verdict(1, 0, 0, List.of())
                                : new Verdict(1, 1, 1, List.of(set.verdict()));
                verdicts.add(verdict);
                audience.controlJudged(number, verdict, foldersIn(set, tree, folders));
            } finally {
                delete(vss, set);
            }
        }
        return verdicts;
    }

    private JudgedSet copyAtRest(
            LocalVss vss, SimultaneityJudge judge, Path tree, List<Path> folders)
            throws VssException, IOException, InterruptedException {
        Mark now = judge.mark();
        long began = System.nanoTime();
        ShadowCopySet set = create(vss, List.of(tree.toString()), "copy");
        long took = System.nanoTime() - began;
        try {
            List<Path> copies = foldersIn(set, tree, folders);
            Verdict verdict = judge.examine(copies, now, now);
            requireEqual(folders, copies);
            return new JudgedSet(set, verdict, copies, 0, took);
        } finally {
            delete(vss, set);
        }
    }

    private static List<Path> foldersIn(ShadowCopySet set, Path tree, List<Path> folders)
            throws VssException {
        Path copy = copiesOf(set, List.of(tree.toString())).getFirst();
        return folders.stream().map(folder -> copy.resolve(tree.relativize(folder))).toList();
    }

    private static void requireEqual(List<Path> folders, List<Path> copies)
            throws IOException, VssException {
        for (int at = 0; at < folders.size(); at++) {
            try (Stream<Path> files = Files.list(folders.get(at))) {
                for (Path file : files.toList()) {
                    Path copy = copies.get(at).resolve(file.getFileName());
                    if (Files.mismatch(file, copy) >= 0) {
                        throw new VssException(
                                HResult.VSS_E_UNEXPECTED, copy + " is not equal to " + file);
                    }
                }
            }
        }
    }
}
