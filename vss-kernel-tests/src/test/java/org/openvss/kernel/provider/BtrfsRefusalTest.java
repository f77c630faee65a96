package org.openvss.kernel.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.ShadowCopyContext;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.benchmarks.ScratchSubvolumes;
import org.openvss.linux.Errno;
import org.openvss.linux.Mounts;
import org.openvss.linux.Statfs;
import org.openvss.provider.PreparedCut;
import org.openvss.provider.Support;
import org.openvss.provider.btrfs.BtrfsLimits;
import org.openvss.provider.btrfs.BtrfsProvider;

/** What cannot be copied by a snapshot is refused with reason and remedy, and nothing is left. */
class BtrfsRefusalTest {
    private final BtrfsProvider provider = new BtrfsProvider();

    @Test
    void aFolderOfASubvolumeIsNoVolume() throws Exception {
        try (ScratchSubvolumes scratch = BtrfsRun.scratch(1, 1)) {
            Path inside = Files.createDirectory(scratch.paths().getFirst().resolve("inside"));
            Path where = scratch.newFolder("bind");
            Mounts.bind(inside.toString(), where.toString(), 0, false);
            try {
                assertRefused(where, "a folder inside the subvolume /@0", "whole subvolume");
            } finally {
                Mounts.umount(where.toString(), 0);
            }
        }
    }

    @Test
    void aReadOnlyFileSystemIsRefused() throws Exception {
        try (ScratchSubvolumes scratch = BtrfsRun.scratch(1, 1)) {
            for (Path path : List.of(scratch.tops().getFirst(), scratch.paths().getFirst())) {
                Mounts.reconfigure(path.toString(), List.of("ro"));
            }
            assertRefused(scratch.paths().getFirst(), "mounted read-only", "mount it writable");
        }
    }

    @Test
    void aSubvolumeWithAnActiveSwapFileIsRefused() throws Exception {
        try (ScratchSubvolumes scratch = BtrfsRun.scratch(1, 1)) {
            Path file = scratch.paths().getFirst().resolve("swap file");
            run("btrfs", "filesystem", "mkswapfile", "--size", "32m", file.toString());
            Process on = new ProcessBuilder("swapon", file.toString()).start();
            assumeTrue(on.waitFor() == 0, "this kernel does not swap to a file of btrfs here");
            try {
                assertRefused(scratch.paths().getFirst(), "active swap file " + file, "swapoff");
            } finally {
                run("swapoff", file.toString());
            }
        }
    }

    @Test
    void aSwapFileThatComesLaterMakesTheCutFailAndLeavesNothing() throws Exception {
        try (ScratchSubvolumes scratch = BtrfsRun.scratch(1, 1);
                BtrfsRun run =
                        new BtrfsRun(provider, ShadowCopyContext.NAS_ROLLBACK, scratch.paths())) {
            Path file = scratch.paths().getFirst().resolve("swap");
            run("btrfs", "filesystem", "mkswapfile", "--size", "32m", file.toString());
            run.transaction.endPrepare();
            PreparedCut cut = run.transaction.preCommit().getFirst();
            Process on = new ProcessBuilder("swapon", file.toString()).start();
            assumeTrue(on.waitFor() == 0, "this kernel does not swap to a file of btrfs here");
            try {
                assertThat(cut.cut()).isEqualTo(Errno.ETXTBSY);
            } finally {
                run("swapoff", file.toString());
            }
            assertThat(run.transaction.abort()).isEmpty();
            assertThat(BtrfsRun.stored(scratch.tops().getFirst())).isEmpty();
        }
    }

    @Test
    void withoutRoomNothingIsMadeAndTheOriginalIsUnharmed() throws Exception {
        BtrfsRun.scratch(1, 1).close();
        try (ScratchSubvolumes scratch = ScratchSubvolumes.create(1, 2, 256L << 20)) {
            Path top = scratch.tops().getFirst();
            Files.writeString(scratch.paths().getFirst().resolve("mine"), "unharmed");
            fill(top.resolve("ballast"), 32L << 20);
            try (BtrfsRun run =
                    new BtrfsRun(provider, ShadowCopyContext.NAS_ROLLBACK, scratch.paths())) {
                assertThatThrownBy(run.transaction::endPrepare)
                        .isInstanceOfSatisfying(
                                VssException.class,
                                e ->
                                        assertThat(e.code())
                                                .isEqualTo(HResult.VSS_E_INSUFFICIENT_STORAGE))
                        .hasMessageContaining("64 MiB must be free");
            }
            // Without a reserve the kernel decides; either way nothing is left.
            fill(top.resolve("more ballast"), 0);
            BtrfsLimits none = new BtrfsLimits(0, 3, Duration.ofSeconds(1));
            try (BtrfsRun run =
                    new BtrfsRun(
                            new BtrfsProvider(none),
                            ShadowCopyContext.NAS_ROLLBACK,
                            scratch.paths())) {
                run.transaction.endPrepare();
                for (PreparedCut cut : run.transaction.preCommit()) {
                    assertThat(cut.cut()).isIn(0, Errno.ENOSPC);
                }
            } catch (VssException e) {
                assertThat(e.code())
                        .as(e.getMessage())
                        .isEqualTo(HResult.VSS_E_INSUFFICIENT_STORAGE);
            }
            assertThat(BtrfsRun.stored(scratch.tops().getFirst())).isEmpty();
            assertThat(scratch.paths().getFirst().resolve("mine")).hasContent("unharmed");
        }
    }

    private static void fill(Path file, long leave) throws Exception {
        byte[] piece = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (Statfs.of(file.toString()).availableBytes() > leave) {
                out.write(piece);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private void assertRefused(Path path, String reason, String remedy) throws Exception {
        Volume volume = TestVolumes.at(path.toString());
        assertThat(provider.supports(volume))
                .isInstanceOfSatisfying(
                        Support.NotSupported.class,
                        refusal -> {
                            assertThat(refusal.code())
                                    .isEqualTo(HResult.VSS_E_VOLUME_NOT_SUPPORTED);
                            assertThat(refusal.reason()).contains(reason);
                            assertThat(refusal.remedy()).contains(remedy);
                        });
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), said).isZero();
    }
}
