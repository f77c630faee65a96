package org.openvss.kernel.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openvss.Deletion;
import org.openvss.provider.Provider;
import org.openvss.provider.StoredCopy;
import org.openvss.provider.lvm.LvmProvider;

/**
 * A creation that is killed with the devices armed or suspended: the guard lets the originals go,
 * and what is left is found and deleted.
 */
class LvmKilledInGuest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final LvmDisks disks = LvmDisks.open();
    private final Provider provider = new LvmProvider();
    private List<String> mountPoints = List.of();

    @BeforeEach
    void makeVolumes() throws Exception {
        disks.group("vg", "ubda", "ubdb");
        disks.pool("vg", "pool", "500M");
        mountPoints =
                List.of(
                        disks.mount("ext4", disks.thin("vg", "pool", "thin", "310M")),
                        disks.mount("xfs", disks.thick("vg", "thick", "310M")));
    }

    @AfterEach
    void removeVolumes() {
        disks.close();
    }

    @ParameterizedTest
    @EnumSource(LvmChild.Place.class)
    void theOriginalsGoOnAndTheRestIsDeleted(LvmChild.Place place) throws Exception {
        assertThat(killAt(place)).isEqualTo("dying");

        for (String mountPoint : mountPoints) {
            long begun = System.nanoTime();
            LvmDisks.run(
                    "timeout",
                    "30",
                    "dd",
                    "if=/dev/zero",
                    "of=" + mountPoint + "/file",
                    "bs=4096",
                    "count=1",
                    "conv=fsync");
            System.out.printf(
                    "killed %s: %s writable after %d ms%n",
                    place, mountPoint, (System.nanoTime() - begun) / 1_000_000);
        }
        List<StoredCopy> left = provider.shadowCopies();
        assertThat(left).hasSize(2).noneMatch(StoredCopy::complete);
        for (StoredCopy copy : left) {
            assertThat(provider.delete(copy.copy(), false)).isEqualTo(Deletion.REMOVED);
        }
        assertThat(LvmDisks.run("vgck", "vg")).isEmpty();
        assertThat(LvmDisks.run("dmsetup", "info", "-c", "--noheadings", "-o", "suspended"))
                .doesNotContain("Suspended");
        for (String mountPoint : mountPoints) {
            assertThat(Path.of(mountPoint, "file")).exists();
            Files.writeString(Path.of(mountPoint, "another"), "still writable");
        }
        // And the next set is made as if nothing had been.
        LvmRun.complete(provider, mountPoints.toArray(String[]::new))
                .forEach(copy -> LvmDisks.unchecked(() -> provider.delete(copy, false)));
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }

    private String killAt(LvmChild.Place place) throws Exception {
        List<String> words = new ArrayList<>();
        words.addAll(List.of("setsid", property("java.home") + "/bin/java"));
        words.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Xmx64m"));
        words.addAll(List.of("-XX:+UseSerialGC", "-Djava.io.tmpdir=" + property("java.io.tmpdir")));
        words.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
        words.addAll(List.of("-cp", property("java.class.path")));
        words.addAll(List.of(LvmChild.class.getName(), place.name()));
        words.addAll(mountPoints);
        Path output = Files.createTempFile("child", ".out");
        Process child =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertThat(child.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return Files.readString(output, StandardCharsets.UTF_8).strip();
    }
}
