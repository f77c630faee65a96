package org.openvss.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openvss.benchmarks.Freezing;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.HostType;
import org.openvss.benchmarks.ScratchPlan;
import org.openvss.linux.Fd;
import org.openvss.linux.PreparedCall;
import org.openvss.linux.PreparedCalls;

/** Codes of VSS by their real causes, as an administrator sees them; nothing is left behind. */
class CodesTest {
    private static final int MOST_ATTEMPTS = 20;

    @TempDir private Path temp;

    @Test
    void aForeignFreezeIsNamedAndLeftAlone() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4, GuestType.XFS)) {
            try (Fd foreign = Freezing.openRoot(stage.volumes().volumes().get(0))) {
                Freezing.freeze(foreign);
                try {
                    assertThat(create(stage).endedWith(1).err())
                            .startsWith("VSS_E_FLUSH_WRITES_TIMEOUT (0x80042313): ")
                            .contains(stage.volume(0) + " is frozen by somebody else")
                            .contains("fsfreeze -u");
                } finally {
                    // Succeeds only if it is still frozen.
                    Freezing.thaw(foreign);
                }
            }
            stage.assertClean();
        }
    }

    /** Somebody thaws without end; where the machine never let him in between, again. */
    @Test
    void aForeignThawVoidsTheSet() throws Exception {
        GuestType[] guests = new GuestType[6];
        Arrays.fill(guests, GuestType.EXT4);
        try (Stage stage = Stage.with(temp, guests)) {
            AtomicBoolean ended = new AtomicBoolean();
            AtomicInteger thaws = new AtomicInteger();
            try (Fd victim = Freezing.openRoot(stage.volumes().volumes().get(2))) {
                PreparedCall thaw = PreparedCalls.thaw(victim);
                Thread vandal =
                        Thread.ofPlatform()
                                .start(() -> {
                                    while (!ended.get()) {
                                        if (thaw.run() == 0) {
                                            thaws.incrementAndGet();
                                        }
                                    }
                                });
                try {
                    CommandLineRun run = create(stage);
                    for (int more = 0; thaws.get() == 0 && more < MOST_ATTEMPTS; more++) {
                        stage.vss().run("delete", "--all").succeeded();
                        run = create(stage);
                    }
                    assertThat(run.endedWith(1).err())
                            .startsWith("VSS_E_HOLD_WRITES_TIMEOUT (0x80042314): ")
                            .contains(stage.volume(2));
                } finally {
                    ended.set(true);
                    vandal.join();
                }
            }
            stage.assertClean();
        }
    }

    @Test
    void noRoomOnTheHost() throws Exception {
        ScratchPlan plan = ScratchPlan.of(GuestType.EXT4, 2).withHostBytes(400L << 20);
        try (Stage stage = Stage.with(temp, plan)) {
            Path host = Path.of(stage.volume(0)).getParent().resolve("host");
            Path filling = host.resolve("filling");
            long room = Files.getFileStore(host).getUsableSpace() - (8L << 20);
            run("fallocate", "-l", Long.toString(room), filling.toString());
            assertThat(create(stage).endedWith(1).err())
                    .startsWith("VSS_E_INSUFFICIENT_STORAGE (0x8004231f): ")
                    .contains(host.toString())
                    .contains("make room");
            stage.assertClean();
            Files.delete(filling);
            create(stage).succeeded();
        }
    }

    @Test
    void oneMemberInsideAnother() throws Exception {
        try (Stage outer = Stage.with(temp, GuestType.XFS);
                Stage inner = inside(outer, GuestType.EXT4)) {
            for (List<String> both :
                    List.of(
                            List.of(outer.volume(0), inner.volume(0)),
                            List.of(inner.volume(0), outer.volume(0)))) {
                List<String> arguments = new ArrayList<>(List.of("create", "--no-writers"));
                arguments.addAll(both);
                assertThat(outer.vss().run(arguments).endedWith(1).err())
                        .startsWith("VSS_E_NESTED_VOLUME_LIMIT (0x8004232c): ")
                        .contains(outer.volume(0))
                        .contains(inner.volume(0))
                        .contains("different sets");
                inner.assertClean();
            }
            // Depth alone is no reason to refuse.
            create(inner).succeeded();
            inner.vss().run("delete", "--all").succeeded();
        }
    }

    @Test
    void moreThanFourImagesInsideEachOther() throws Exception {
        try (Stage two = Stage.with(temp, GuestType.XFS);
                Stage three = inside(two, GuestType.XFS);
                Stage four = inside(three, GuestType.XFS);
                Stage five = inside(four, GuestType.EXT4)) {
            assertThat(create(five).endedWith(1).err())
                    .startsWith("VSS_E_NESTED_VOLUME_LIMIT (0x8004232c): ")
                    .contains("more than 4 image files");
        }
    }

    /** Makes a volume whose image lies directly on a volume. */
    private static Stage inside(Stage outer, GuestType guest) throws Exception {
        ScratchPlan plan = ScratchPlan.of(guest, 1).on(HostType.FOLDER);
        return Stage.with(Path.of(outer.volume(0)), plan);
    }

    /** At whatever call descriptors run out, it is that code or a whole set. */
    @ParameterizedTest
    @ValueSource(ints = {26, 30, 34, 40})
    void tooFewDescriptors(int most) throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4, GuestType.EXT4, GuestType.EXT4)) {
            CommandLine few = stage.vss().through("prlimit", "--nofile=" + most + ":" + most);
            List<String> arguments = new ArrayList<>(List.of("create"));
            arguments.addAll(stage.volumes().mountPoints());
            assertThat(few.run(arguments).endedWith(1).err())
                    .contains("E_OUTOFMEMORY (0x8007000e): ")
                    .containsIgnoringCase("too many open files");
            stage.vss().run("list", "sets").succeeded();
            stage.assertClean();
        }
    }

    /** The image of a volume lies on a file system that somebody has frozen. */
    @Test
    void storageThatDoesNotAnswerKeepsNobodyWaiting() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            String host = Path.of(stage.volume(0)).getParent().resolve("host").toString();
            run("fsfreeze", "-f", host);
            CommandLine.Background list;
            try {
                list = stage.vss().start(List.of("list", "volumes"));
                Eventually.holds("the list is there", () -> saysThatItDoesNotAnswer(list, host));
            } finally {
                run("fsfreeze", "-u", host);
            }
            try (list) {
                list.waitFor().succeeded();
            }
            stage.assertClean();
        }
    }

    private static boolean saysThatItDoesNotAnswer(CommandLine.Background list, String host) {
        try {
            return Files.readString(list.out()).contains("does not answer within 5 s")
                    && Files.readString(list.out()).contains(host);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aProviderThatFailsInAWayVssDoesNotAllow() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            Path folder = Path.of(stage.volume(0)).getParent().resolve("host/.openvss");
            run("mkdir", "-p", "-m", "700", folder.toString());
            run("chattr", "+i", folder.toString());
            try {
                assertThat(create(stage).endedWith(1).err())
                        .startsWith("VSS_E_UNEXPECTED_PROVIDER_ERROR (0x8004230f): ")
                        .contains("provider image")
                        .contains("EndPrepareSnapshots")
                        .contains("EPERM");
            } finally {
                run("chattr", "-i", folder.toString());
            }
            stage.assertClean();
        }
    }

    @Test
    void anErrorNumberThatNobodyForesaw() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            Path readOnly = Files.createDirectory(temp.resolve("read-only"));
            run("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", readOnly.toString());
            try {
                String state = readOnly.resolve("state").toString();
                assertThat(
                                stage.vss()
                                        .withState(state)
                                        .run("create", stage.volume(0))
                                        .endedWith(1)
                                        .err())
                        .startsWith("VSS_E_UNEXPECTED (0x80042302): ")
                        .contains(state)
                        .contains("EROFS")
                        .contains("--state");
            } finally {
                run("umount", readOnly.toString());
            }
            stage.assertClean();
        }
    }

    /** The records of 511 further copies are written by hand: making them would take minutes. */
    @Test
    void fiveHundredAndTwelveCopiesOfAVolume() throws Exception {
        try (Stage stage = Stage.with(temp, GuestType.EXT4)) {
            CommandLineRun first = create(stage, "--json").succeeded();
            String set = first.json().get("setId").asString();
            String copy = first.json().get("shadowCopies").get(0).get("id").asString();
            Path sets = stage.vss().state().resolve("sets");
            String record = Files.readString(sets.resolve(set + ".json"));
            List<Path> written = new ArrayList<>();
            for (int number = 2; number <= 512; number++) {
                String other = UUID.randomUUID().toString();
                written.add(
                        Files.writeString(
                                sets.resolve(other + ".json"),
                                record.replace(set, other)
                                        .replace(copy, UUID.randomUUID().toString())));
            }
            assertThat(create(stage).endedWith(1).err())
                    .startsWith("VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED (0x80042317): ")
                    .contains("already has 512 shadow copies")
                    .contains("vss delete --oldest");
            for (Path file : written) {
                Files.delete(file);
            }
            create(stage).succeeded();
        }
    }

    private static CommandLineRun create(Stage stage, String... options) {
        List<String> arguments = new ArrayList<>(List.of("create", "--no-writers"));
        arguments.addAll(List.of(options));
        arguments.addAll(stage.volumes().mountPoints());
        return stage.vss().run(arguments);
    }

    private static void run(String... words) throws Exception {
        Process process = new ProcessBuilder(words).inheritIO().start();
        assumeTrue(process.waitFor() == 0, () -> String.join(" ", words) + " is not possible here");
    }
}
