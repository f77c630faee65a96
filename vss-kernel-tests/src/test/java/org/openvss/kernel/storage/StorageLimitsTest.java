package org.openvss.kernel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.ScratchPlan;
import org.openvss.benchmarks.ScratchSubvolumes;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.LocalVssOptions;
import org.openvss.embedded.Requester;
import org.openvss.embedded.ShadowCopyRequest;
import org.openvss.embedded.StorageUse;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.OpenFlags;
import org.openvss.provider.CopySpace;

/**
 * What copies take, as real storage tells it, and what goes when an administrator's limit passes.
 */
class StorageLimitsTest {
    private static final int DATA = 16 << 20;

    @TempDir private Path folder;

    @Test
    void aSubvolumesCopyTakesWhatChangedSinceAndExactlyThatWithQuotas() throws Exception {
        try (ScratchSubvolumes scratch = subvolumes();
                LocalVss vss = open("")) {
            Path volume = scratch.paths().getFirst();
            write(volume, 1);
            ShadowCopyId copy = create(vss, volume).getFirst();
            CopySpace fresh = space(vss, copy);
            assertThat(fresh.exclusiveBytes()).isEqualTo(0L);
            assertThat(fresh.exact()).isFalse();
            write(volume, 2);
            CopySpace changed = space(vss, copy);
            assertThat(changed.exclusiveBytes()).isEqualTo((long) DATA);
            assertThat(changed.how()).contains("without metadata");

            run("btrfs", "quota", "enable", scratch.tops().getFirst().toString());
            run("btrfs", "quota", "rescan", "-w", scratch.tops().getFirst().toString());
            CopySpace counted = space(vss, copy);
            assertThat(counted.exact()).isTrue();
            assertThat(counted.exclusiveBytes()).isBetween((long) DATA, DATA + (1L << 20));
            assertThat(vss.delete(copy, false).failure()).isNull();
        }
    }

    @Test
    void anImagesCopyTakesWhatTheImageDoesNotShareWithItAnyMore() throws Exception {
        ScratchPlan plan = ScratchPlan.of(GuestType.XFS, 1);
        Optional<String> obstacle = ScratchVolumes.obstacle(plan);
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        try (ScratchVolumes scratch = ScratchVolumes.create(plan);
                LocalVss vss = open("")) {
            Path volume = scratch.paths().getFirst();
            write(volume, 1);
            ShadowCopyId copy = create(vss, volume).getFirst();
            Long before = space(vss, copy).exclusiveBytes();
            write(volume, 2);
            CopySpace after = space(vss, copy);
            assertThat(after.exact()).isTrue();
            // xfs writes in place, so the clone alone has the old blocks now.
            assertThat(after.exclusiveBytes()).isBetween(before + DATA, before + DATA + (2L << 20));
            assertThat(vss.delete(copy, false).failure()).isNull();
        }
    }

    @Test
    void theOldestCopiesThatNobodyUsesGoAndAnEventSaysSo() throws Exception {
        try (ScratchSubvolumes scratch = subvolumes()) {
            Path volume = scratch.paths().getFirst();
            Path exposed = scratch.newFolder("exposed");
            try (LocalVss vss =
                    open(
                            "[[storage.limits]]\nvolume = \""
                                    + volume
                                    + "\"\nmax_copies = 2\nmax_mib = 24\n")) {
                write(volume, 1);
                ShadowCopyId held = create(vss, volume).getFirst();
                vss.expose(held, exposed.toString());
                ShadowCopyId second = create(vss, volume).getFirst();
                assertThat(ids(vss)).containsExactlyInAnyOrder(held, second);

                List<ShadowCopyId> third = create(vss, volume);
                assertThat(ids(vss)).containsExactlyInAnyOrder(held, third.getFirst());
                assertThat(events())
                        .anyMatch(line -> line.contains(held + " of " + volume + " stays"))
                        .anyMatch(line -> line.contains(second + " of " + volume + ", made"))
                        .anyMatch(line -> line.contains("3 copies, and 2 are allowed"));

                vss.unexpose(held);
                write(volume, 2);
                write(volume, 3);
                ShadowCopyId fourth = create(vss, volume).getFirst();
                assertThat(ids(vss)).contains(fourth).doesNotContain(held);
                for (ShadowCopyId copy : ids(vss)) {
                    assertThat(vss.delete(copy, true).failure()).isNull();
                }
            }
        }
    }

    private static ScratchSubvolumes subvolumes() throws Exception {
        Optional<String> obstacle = ScratchSubvolumes.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        return ScratchSubvolumes.create(1, 1);
    }

    private LocalVss open(String configuration) throws Exception {
        Path file = Files.writeString(folder.resolve("openvss.toml"), configuration);
        String state = folder.resolve("state").toString();
        return LocalVss.open(LocalVssOptions.defaults().withFiles(state, file.toString()));
    }

    private List<String> events() throws IOException {
        return Files.readAllLines(folder.resolve("state/events.log"));
    }

    private static List<ShadowCopyId> ids(LocalVss vss) throws Exception {
        return vss.shadowCopies().stream().map(ShadowCopy::id).toList();
    }

    private static CopySpace space(LocalVss vss, ShadowCopyId copy) throws Exception {
        return vss.storage().stream()
                .filter(use -> use.copy().equals(copy))
                .map(StorageUse::space)
                .findFirst()
                .orElseThrow();
    }

    private static List<ShadowCopyId> create(LocalVss vss, Path volume) throws Exception {
        ShadowCopyRequest request =
                new ShadowCopyRequest(
                        List.of(volume.toString()),
                        ShadowCopyContext.NAS_ROLLBACK,
                        List.of(),
                        null,
                        false,
                        false);
        try (Requester requester = vss.newRequester(request)) {
            return requester.create().shadowCopies().stream().map(ShadowCopy::id).toList();
        }
    }

    /** Replaces the content of one file, on the disk. */
    private static void write(Path volume, int content) throws Exception {
        byte[] bytes = new byte[DATA];
        Arrays.fill(bytes, (byte) content);
        int flags = OpenFlags.CREATE | OpenFlags.WRITE_ONLY;
        try (Fd file = FileCalls.open(volume.resolve("data").toString(), flags, 0600)) {
            FileCalls.writeAll(file, bytes);
            FileCalls.syncfs(file);
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as("%s", List.of(command)).isZero();
    }
}
