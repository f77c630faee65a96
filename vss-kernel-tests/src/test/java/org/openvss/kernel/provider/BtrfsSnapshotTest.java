package org.openvss.kernel.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.VssException;
import org.openvss.benchmarks.ScratchSubvolumes;
import org.openvss.linux.BtrfsSubvolumes;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.MountAttributes;
import org.openvss.linux.MountTable;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;
import org.openvss.provider.ProviderTransaction.CutProof;
import org.openvss.provider.btrfs.BtrfsProvider;

/** What snapshots of subvolumes show, where they lie, and who may write to them when. */
class BtrfsSnapshotTest {
    private final BtrfsProvider provider = new BtrfsProvider();

    @Test
    void sixteenSubvolumesAreCutInOneTransactionAndSayWhich() throws Exception {
        try (ScratchSubvolumes scratch = BtrfsRun.scratch(1, 16);
                BtrfsRun run =
                        new BtrfsRun(provider, ShadowCopyContext.NAS_ROLLBACK, scratch.paths())) {
            List<CutProof> proofs = run.cutAll();
            run.finish();
            assertThat(proofs).hasSize(16).allMatch(CutProof::holds);
            Set<Long> transactions = new HashSet<>();
            for (ShadowCopyId copy : run.copies) {
                Path snapshot = BtrfsRun.snapshot(scratch.tops().getFirst(), copy);
                try (Fd root = open(snapshot)) {
                    assertThat(BtrfsSubvolumes.of(root).readOnly()).isTrue();
                    transactions.add(BtrfsSubvolumes.of(root).created());
                }
            }
            assertThat(transactions).hasSize(1);
            assertThat(proofs)
                    .allMatch(proof ->
                            proof.finding()
                                    .endsWith("transaction " + transactions.iterator().next()));
        }
    }

    @Test
    void aChangeBetweenTheCutsOfTwoFileSystemsIsFoundOut() throws Exception {
        try (ScratchSubvolumes scratch = BtrfsRun.scratch(2, 1);
                BtrfsRun run =
                        new BtrfsRun(provider, ShadowCopyContext.NAS_ROLLBACK, scratch.paths())) {
            run.transaction.endPrepare();
            var cuts = run.transaction.preCommit();
            assertThat(cuts.getFirst().cut()).isZero();
            Files.writeString(scratch.paths().getFirst().resolve("late"), "not flushed by anybody");
            assertThat(cuts.getLast().cut()).isZero();
            List<CutProof> proofs = run.postCommit();
            assertThat(proofs).extracting(CutProof::holds).containsExactly(false, true);
            assertThat(proofs.getFirst().finding())
                    .contains(scratch.paths().getFirst().toString(), "changed before it was known");
        }
    }

    @Test
    void writersMayWriteBetweenPreFinalAndPostFinalCommitOnly() throws Exception {
        try (ScratchSubvolumes scratch = BtrfsRun.scratch(1, 1);
                BtrfsRun run =
                        new BtrfsRun(provider, ShadowCopyContext.APP_ROLLBACK, scratch.paths())) {
            run.cutAll();
            Path snapshot = BtrfsRun.snapshot(scratch.tops().getFirst(), run.copy());
            assertThatThrownBy(() -> Files.writeString(snapshot.resolve("recovered"), "x"))
                    .isInstanceOf(IOException.class);
            run.transaction.preFinalCommit();
            Files.writeString(snapshot.resolve("recovered"), "yes");
            run.transaction.postFinalCommit(run.result());
            assertThatThrownBy(() -> Files.writeString(snapshot.resolve("recovered"), "no"))
                    .isInstanceOf(IOException.class);
            assertThat(snapshot.resolve("recovered")).hasContent("yes");
            assertThat(scratch.paths().getFirst().resolve("recovered")).doesNotExist();
        }
    }

    @Test
    void whoeverUsesACopyIsToldWhichSubvolumesItDoesNotHold() throws Exception {
        try (ScratchSubvolumes scratch = BtrfsRun.scratch(1, 2)) {
            Path top = scratch.tops().getFirst();
            Path member = scratch.paths().getFirst();
            try (Fd root = open(member)) {
                BtrfsSubvolumes.create(root, "machines");
            }
            try (BtrfsRun run =
                    new BtrfsRun(provider, ShadowCopyContext.NAS_ROLLBACK, List.of(top, member))) {
                List<CutProof> proofs = run.cutAll();
                assertThat(proofs.getFirst().notices())
                        .as("a member of the set is not missed, nor are our own copies")
                        .singleElement()
                        .asString()
                        .contains("copy of " + top + " ", ": @1; ");
                assertThat(proofs.getLast().notices())
                        .singleElement()
                        .asString()
                        .contains(": machines; ");
            }
        }
    }

    @Test
    void theTopLevelIsAVolumeWhoseCopyDoesNotHoldTheCopies() throws Exception {
        try (ScratchSubvolumes scratch = BtrfsRun.scratch(1, 1)) {
            Path top = scratch.tops().getFirst();
            Files.writeString(top.resolve("file"), "top");
            try (BtrfsRun first = BtrfsRun.complete(provider, List.of(top));
                    BtrfsRun second = BtrfsRun.complete(provider, List.of(top))) {
                Path copy = BtrfsRun.snapshot(top, second.copy());
                assertThat(copy.resolve("file")).hasContent("top");
                assertThat(copy.resolve(".openvss/btrfs")).isEmptyDirectory();
                assertThatThrownBy(() ->
                                provider.revert(first.copy(), first.volumes.getFirst(), false))
                        .isInstanceOfSatisfying(
                                VssException.class,
                                e -> assertThat(e.code()).isEqualTo(HResult.E_NOTIMPL))
                        .hasMessageContaining("top level");
            }
            assertThat(BtrfsRun.stored(top)).isEmpty();
        }
    }

    @Test
    void nobodySeesTheTopLevelOfAFileSystemThatIsMountedBySubvolumeOnly() throws Exception {
        try (ScratchSubvolumes scratch = BtrfsRun.scratch(1, 2)) {
            Path top = scratch.tops().getFirst();
            Mounts.umount(top.toString(), 0);
            try (BtrfsRun run =
                    new BtrfsRun(provider, ShadowCopyContext.NAS_ROLLBACK, scratch.paths())) {
                var before = MountTable.read();
                run.transaction.endPrepare();
                assertThat(MountTable.read()).isEqualTo(before);
                assertThat(provider.shadowCopies())
                        .filteredOn(copy -> copy.set().equals(run.set))
                        .hasSize(2);
            } finally {
                Mounts.mount(
                        "btrfs",
                        scratch.devices().getFirst(),
                        top.toString(),
                        List.of("subvolid=5"),
                        MountAttributes.NO_SET_ID);
            }
            assertThat(BtrfsRun.stored(top)).isEmpty();
        }
    }

    @Test
    void aCopyThatIsMountedInAnotherNamespaceIsInUse() throws Exception {
        try (ScratchSubvolumes scratch = BtrfsRun.scratch(1, 1);
                BtrfsRun run = BtrfsRun.complete(provider, scratch.paths())) {
            Path snapshot = BtrfsRun.snapshot(scratch.tops().getFirst(), run.copy());
            Path where = scratch.newFolder("elsewhere");
            Process other =
                    new ProcessBuilder(
                                    "unshare",
                                    "-m",
                                    "--propagation",
                                    "private",
                                    "sh",
                                    "-c",
                                    "mount -t btrfs -o subvol="
                                            + scratch.tops().getFirst().relativize(snapshot)
                                            + " "
                                            + scratch.devices().getFirst()
                                            + " "
                                            + where
                                            + " && echo ready && read line")
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            try {
                assertThat(other.inputReader().readLine()).isEqualTo("ready");
                assertThatThrownBy(() -> provider.delete(run.copy(), false))
                        .isInstanceOfSatisfying(
                                VssException.class,
                                e -> assertThat(e.code()).isEqualTo(HResult.VSS_E_VOLUME_IN_USE))
                        .hasMessageContaining("another mount namespace");
            } finally {
                other.getOutputStream().close();
                other.waitFor();
            }
        }
    }

    static Fd open(Path folder) throws Exception {
        return FileCalls.open(folder.toString(), OpenFlags.READ_ONLY | OpenFlags.DIRECTORY);
    }
}
