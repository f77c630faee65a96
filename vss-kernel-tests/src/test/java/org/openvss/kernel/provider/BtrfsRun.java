package org.openvss.kernel.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openvss.Consistency;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.ShadowCopyState;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.benchmarks.ScratchSubvolumes;
import org.openvss.provider.PreparedCut;
import org.openvss.provider.Provider;
import org.openvss.provider.ProviderTransaction;
import org.openvss.provider.ProviderTransaction.CommittedCut;
import org.openvss.provider.ProviderTransaction.CutProof;

/** One set of subvolumes, step by step in the way of the coordinator; deleted at the end. */
final class BtrfsRun implements AutoCloseable {
    final Provider provider;
    final ShadowCopyContext context;
    final ShadowCopySetId set = ShadowCopySetId.random();
    final List<Volume> volumes = new ArrayList<>();
    final List<ShadowCopyId> copies = new ArrayList<>();
    final ProviderTransaction transaction;

    BtrfsRun(Provider provider, ShadowCopyContext context, List<Path> paths) throws Exception {
        this.provider = provider;
        this.context = context;
        this.transaction = provider.begin(set, context);
        for (Path path : paths) {
            Volume volume = TestVolumes.at(path.toString());
            ShadowCopyId copy = ShadowCopyId.random();
            volumes.add(volume);
            copies.add(copy);
            transaction.beginPrepare(copy, volume);
        }
    }

    /** Makes subvolumes, or skips the test with the reason. */
    static ScratchSubvolumes scratch(int fileSystems, int ofEach) throws Exception {
        Optional<String> obstacle = ScratchSubvolumes.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        return ScratchSubvolumes.create(fileSystems, ofEach);
    }

    /** Returns a complete set. */
    static BtrfsRun complete(Provider provider, List<Path> paths) throws Exception {
        BtrfsRun run = new BtrfsRun(provider, ShadowCopyContext.NAS_ROLLBACK, paths);
        assertThat(run.cutAll()).allMatch(CutProof::holds);
        run.finish();
        return run;
    }

    /** Makes everything up to postCommit. */
    List<CutProof> cutAll() throws Exception {
        transaction.endPrepare();
        for (PreparedCut cut : transaction.preCommit()) {
            assertThat(cut.cut()).isZero();
        }
        return postCommit();
    }

    List<CutProof> postCommit() throws Exception {
        CutTimes times = new CutTimes(null, 1, 2, null, true);
        return transaction.postCommit(
                copies.stream().map(copy -> new CommittedCut(copy, times)).toList());
    }

    void finish() throws Exception {
        transaction.preFinalCommit();
        transaction.postFinalCommit(result());
    }

    ShadowCopySet result() {
        return new ShadowCopySet(
                set,
                context,
                context.attributes(),
                ShadowCopyState.CREATED,
                HResult.VSS_S_ASYNC_FINISHED,
                Consistency.CRASH,
                true,
                "made by a test",
                Instant.EPOCH,
                null,
                copies.size(),
                List.of(),
                List.of(),
                List.of());
    }

    ShadowCopyId copy() {
        return copies.getFirst();
    }

    /** Returns everything that lies in the folder of snapshots of a file system. */
    static List<String> stored(Path top) throws IOException {
        Path folder = top.resolve(".openvss/btrfs");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.walk(folder, 2)) {
            return entries.filter(each -> !each.equals(folder)).map(Path::toString).toList();
        }
    }

    /** Returns the snapshot of a copy as it lies on storage. */
    static Path snapshot(Path top, ShadowCopyId copy) throws IOException {
        try (Stream<Path> entries = Files.list(top.resolve(".openvss/btrfs/" + copy))) {
            return entries.filter(each -> each.getFileName().toString().startsWith("cut-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Override
    public void close() throws VssException {
        assertThat(transaction.abort()).isEmpty();
        for (ShadowCopyId copy : copies) {
            provider.delete(copy, true);
        }
    }
}
