package org.openvss.kernel.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openvss.Consistency;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.ShadowCopyState;
import org.openvss.Volume;
import org.openvss.kernel.provider.TestVolumes;
import org.openvss.provider.PreparedCut;
import org.openvss.provider.Provider;
import org.openvss.provider.ProviderTransaction;
import org.openvss.provider.ProviderTransaction.CommittedCut;
import org.openvss.provider.ProviderTransaction.CutProof;

/** A creation by one provider, step by step, on logical volumes of a guest. */
final class LvmRun {
    final ShadowCopySetId set = ShadowCopySetId.random();
    final List<ShadowCopyId> copies = new ArrayList<>();
    final List<Volume> volumes = new ArrayList<>();
    final ProviderTransaction transaction;
    private List<PreparedCut> cuts = List.of();

    LvmRun(Provider provider, List<String> mountPoints) throws Exception {
        transaction = provider.begin(set, ShadowCopyContext.NAS_ROLLBACK);
        for (String mountPoint : mountPoints) {
            ShadowCopyId copy = ShadowCopyId.random();
            Volume volume = TestVolumes.at(mountPoint);
            copies.add(copy);
            volumes.add(volume);
            transaction.beginPrepare(copy, volume);
        }
    }

    /** Makes all of it and returns the copies. */
    static List<ShadowCopyId> complete(Provider provider, String... mountPoints) throws Exception {
        LvmRun run = new LvmRun(provider, List.of(mountPoints));
        run.transaction.endPrepare();
        run.cut();
        run.finish();
        return run.copies;
    }

    /** Returns the prepared cuts. */
    List<PreparedCut> preCommit() throws Exception {
        cuts = transaction.preCommit();
        return cuts;
    }

    void cut() throws Exception {
        preCommit();
        try (AutoCloseable held = LvmDisks.suspend(volumes)) {
            assertThat(held).isNotNull();
            for (PreparedCut cut : cuts) {
                assertThat(cut.cut()).isZero();
            }
        }
    }

    void finish() throws Exception {
        CutTimes times = new CutTimes(0L, 1, 2, 3L, true);
        List<CutProof> proofs =
                transaction.postCommit(
                        copies.stream().map(copy -> new CommittedCut(copy, times)).toList());
        assertThat(proofs).allMatch(CutProof::holds);
        transaction.preFinalCommit();
        transaction.postFinalCommit(
                new ShadowCopySet(
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
                        copies.size(),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    /** Reads a file of a copy. */
    static String read(Provider provider, ShadowCopyId copy, Path folder, String name)
            throws Exception {
        String path = provider.expose(copy, folder.toString()).path();
        try {
            return Files.readString(Path.of(path, name));
        } finally {
            provider.unexpose(copy, folder.toString(), false);
        }
    }
}
