package org.openvss.kernel.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.openvss.Consistency;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.ShadowCopyState;
import org.openvss.Volume;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.HostType;
import org.openvss.benchmarks.ScratchPlan;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LoopDevice;
import org.openvss.linux.LoopDevices;
import org.openvss.linux.LoopOptions;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;
import org.openvss.provider.PreparedCut;
import org.openvss.provider.Provider;
import org.openvss.provider.ProviderTransaction;
import org.openvss.provider.ProviderTransaction.CommittedCut;
import org.openvss.provider.ProviderTransaction.CutProof;
import org.openvss.provider.Quiesce;

/**
 * A host file system on which tests make images of unusual shapes, mount them and take copies; all
 * of it is gone after close, in the opposite order.
 */
final class Workshop implements AutoCloseable {
    /** Something to take back. */
    interface Step {
        void run() throws Exception;
    }

    final ScratchVolumes host;
    private final Deque<Step> undo = new ArrayDeque<>();
    private int names;

    private Workshop(ScratchVolumes host) {
        this.host = host;
    }

    /** Makes one, or skips the test with the reason if that is not possible here. */
    static Workshop open(HostType type, long hostBytes, GuestType... guests) throws Exception {
        ScratchPlan plan = ScratchPlan.of(List.of(guests)).on(type).withHostBytes(hostBytes);
        Optional<String> obstacle = ScratchVolumes.obstacle(plan);
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        return new Workshop(ScratchVolumes.create(plan));
    }

    void push(Step step) {
        undo.push(step);
    }

    Path newFolder() throws Exception {
        names++;
        return Files.createDirectory(host.folder().resolve("folder-" + names));
    }

    Path newImage(long bytes) throws Exception {
        names++;
        Path image = host.imageFolder().resolve("made-" + names + ".img");
        try (Fd file =
                FileCalls.open(
                        image.toString(),
                        OpenFlags.CREATE | OpenFlags.EXCLUSIVE | OpenFlags.WRITE_ONLY,
                        0600)) {
            FileCalls.ftruncate(file, bytes);
        }
        return image;
    }

    /** Attaches an image until the end. */
    String attach(Path image, LoopOptions options) throws Exception {
        try (Fd file = FileCalls.open(image.toString(), OpenFlags.READ_WRITE);
                LoopDevice loop = LoopDevices.attach(file, options)) {
            push(() -> LoopDevices.detach(loop.number()));
            return loop.path();
        }
    }

    /** Mounts a device at a new folder until the end. */
    Volume mount(String type, String device, String... options) throws Exception {
        String folder = newFolder().toString();
        Mounts.mount(type, device, folder, List.of(options), 0);
        push(() -> Mounts.umount(folder, 0));
        return TestVolumes.at(folder);
    }

    /** Runs a program, which must succeed. */
    static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), said).isZero();
    }

    /** Takes a copy of one volume in the way of the coordinator; deleted at the end. */
    ShadowCopyId copy(Provider provider, Volume volume) throws Exception {
        ShadowCopyId copy = ShadowCopyId.random();
        CutProof proof = copy(provider, copy, volume, () -> {});
        assertThat(proof.holds()).as(proof.finding()).isTrue();
        return copy;
    }

    /** Takes a copy of one volume, doing something after the cut. */
    CutProof copy(Provider provider, ShadowCopyId copy, Volume volume, Step afterCut)
            throws Exception {
        ShadowCopySetId set = ShadowCopySetId.random();
        ProviderTransaction transaction = provider.begin(set, ShadowCopyContext.NAS_ROLLBACK);
        push(() -> provider.delete(copy, true));
        push(transaction::abort);
        transaction.beginPrepare(copy, volume);
        transaction.endPrepare();
        List<PreparedCut> cuts = transaction.preCommit();
        boolean gated = provider.capabilities().quiesce() == Quiesce.GATE;
        try (AutoCloseable held = gated ? TestVolumes.freeze(List.of(volume)) : () -> {}) {
            assertThat(held).isNotNull();
            assertThat(cuts.getFirst().cut()).isZero();
        }
        afterCut.run();
        CutTimes times = new CutTimes(null, 1, 2, null, true);
        List<CutProof> proofs = transaction.postCommit(List.of(new CommittedCut(copy, times)));
        transaction.preFinalCommit();
        transaction.postFinalCommit(emptySet(set));
        return proofs.getFirst();
    }

    private static ShadowCopySet emptySet(ShadowCopySetId set) {
        return new ShadowCopySet(
                set,
                ShadowCopyContext.NAS_ROLLBACK,
                ShadowCopyContext.NAS_ROLLBACK.attributes(),
                ShadowCopyState.CREATED,
                HResult.VSS_S_ASYNC_FINISHED,
                Consistency.CRASH,
                true,
                "made by a test",
                Instant.EPOCH,
                null,
                1,
                List.of(),
                List.of(),
                List.of());
    }

    /** Reads a file of a copy. */
    String read(Provider provider, ShadowCopyId copy, String name) throws Exception {
        String folder = newFolder().toString();
        String path = provider.expose(copy, folder).path();
        try {
            return Files.readString(Path.of(path, name));
        } finally {
            provider.unexpose(copy, folder, false);
        }
    }

    static void write(Volume volume, String name, String text) throws Exception {
        Files.writeString(Path.of(volume.mountPoint(), name), text);
    }

    @Override
    public void close() {
        List<Exception> failures = new ArrayList<>();
        undo.addLast(host::close);
        while (!undo.isEmpty()) {
            try {
                undo.pop().run();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        assertThat(failures).isEmpty();
    }
}
