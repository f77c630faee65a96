package org.openvss.kernel.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openvss.Deletion;
import org.openvss.ShadowCopyId;
import org.openvss.provider.StoredCopy;
import org.openvss.provider.lvm.LvmProvider;
import org.openvss.provider.lvm.LvmSettings;

/** Copies that outgrow their storage: they are extended or given up, and the originals go on. */
class LvmGrowthInGuest {
    private static final int MEBIBYTE = 1 << 20;
    private static final int STEP = 16;

    private final LvmDisks disks = LvmDisks.open();
    private final List<String> events = new ArrayList<>();

    @BeforeEach
    void makeGroup() throws Exception {
        disks.group("vg", "ubda", "ubdb");
    }

    @AfterEach
    void removeVolumes() throws Exception {
        LvmProvider provider = new LvmProvider();
        for (StoredCopy copy : provider.shadowCopies()) {
            provider.delete(copy.copy(), true);
        }
        disks.close();
    }

    private static LvmSettings settings(int extendAt) {
        return new LvmSettings(20, 32L << 20, 90, extendAt, 50, 90);
    }

    /** Overwrites a file, looking after the growth as a daemon would; every write must succeed. */
    private void overwrite(Path file, int mebibytes, int fill, LvmProvider provider)
            throws Exception {
        byte[] piece = new byte[STEP * MEBIBYTE];
        Arrays.fill(piece, (byte) fill);
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            for (int at = 0; at < mebibytes; at += STEP) {
                content.write(piece);
                content.getFD().sync();
                events.addAll(provider.tend());
            }
        }
    }

    private static void assertFilled(Path file, int mebibytes, int fill) throws Exception {
        byte[] expected = new byte[STEP * MEBIBYTE];
        Arrays.fill(expected, (byte) fill);
        assertThat(file).hasSize((long) mebibytes * MEBIBYTE);
        try (InputStream content = Files.newInputStream(file)) {
            for (int at = 0; at < mebibytes; at += STEP) {
                assertThat(Arrays.equals(content.readNBytes(expected.length), expected))
                        .as("at MiB %d", at)
                        .isTrue();
            }
        }
    }

    @Test
    void aCopyIsGivenUpBeforeItsPoolIsFull() throws Exception {
        disks.pool("vg", "pool", "320M");
        Path file = Path.of(disks.mount("ext4", disks.thin("vg", "pool", "thin", "310M")), "file");
        LvmProvider provider = new LvmProvider(settings(LvmSettings.NEVER));
        overwrite(file, 160, 1, provider);
        ShadowCopyId older = LvmRun.complete(provider, file.getParent().toString()).getFirst();
        ShadowCopyId newer = LvmRun.complete(provider, file.getParent().toString()).getFirst();
        assertThat(events).isEmpty();

        overwrite(file, 160, 2, provider);

        assertFilled(file, 160, 2);
        assertThat(events).anyMatch(event -> event.contains("was given up: its thin pool vg/pool"));
        List<StoredCopy> stored = provider.shadowCopies();
        assertThat(stored).hasSize(2);
        assertThat(stored.stream().filter(each -> each.copy().equals(older)).toList())
                .allSatisfy(each -> assertThat(each.where()).contains("dead: it was given up"));
        assertThatThrownBy(() -> provider.expose(older, disks.newFolder().toString()))
                .hasMessageContaining("has died: it was given up");
        assertThat(LvmDisks.run("vgck", "vg")).isEmpty();
        for (ShadowCopyId copy : List.of(older, newer)) {
            assertThat(provider.delete(copy, false)).isEqualTo(Deletion.REMOVED);
        }
    }

    @Test
    void aPoolIsExtendedWhereThatIsAllowed() throws Exception {
        disks.pool("vg", "pool", "320M");
        Path file = Path.of(disks.mount("ext4", disks.thin("vg", "pool", "thin", "310M")), "file");
        LvmProvider provider = new LvmProvider(settings(80));
        overwrite(file, 160, 1, provider);
        ShadowCopyId copy = LvmRun.complete(provider, file.getParent().toString()).getFirst();

        overwrite(file, 160, 2, provider);

        assertThat(events).containsExactly("the thin pool vg/pool was extended");
        String folder = disks.newFolder().toString();
        Path copied = Path.of(provider.expose(copy, folder).path(), "file");
        assertFilled(copied, 160, 1);
        provider.unexpose(copy, folder, false);
    }

    @Test
    void anAreaIsExtendedWhereThatIsAllowed() throws Exception {
        Path file = Path.of(disks.mount("xfs", disks.thick("vg", "thick", "310M")), "file");
        LvmProvider provider = new LvmProvider(settings(50));
        overwrite(file, 96, 1, provider);
        ShadowCopyId copy = LvmRun.complete(provider, file.getParent().toString()).getFirst();

        overwrite(file, 96, 2, provider);

        assertThat(events).isNotEmpty().allMatch(event -> event.endsWith("was extended"));
        String folder = disks.newFolder().toString();
        Path copied = Path.of(provider.expose(copy, folder).path(), "file");
        assertFilled(copied, 96, 1);
        provider.unexpose(copy, folder, false);
    }
}
