package org.openvss.coordinator.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openvss.ApplicationLevel;
import org.openvss.ComponentDescription;
import org.openvss.ComponentKey;
import org.openvss.ProviderId;
import org.openvss.ProviderInfo;
import org.openvss.ProviderType;
import org.openvss.ShadowCopyContext;
import org.openvss.Volume;
import org.openvss.WriterId;
import org.openvss.WriterInstanceId;
import org.openvss.WriterMetadata;
import org.openvss.coordinator.CoordinatorLimits;
import org.openvss.coordinator.CoordinatorParts;
import org.openvss.provider.Provider;
import org.openvss.provider.Quiesce;
import org.openvss.writer.TransactionManager;
import org.openvss.writer.Writer;

/**
 * What a history is about: volumes, providers, writers, and what the requester wants.
 *
 * @param volumes by mount point
 * @param providers the registered providers
 * @param writers the registered writers
 * @param managers the registered transaction managers
 * @param context what the set is made for
 * @param aborts whether the requester aborts instead of creating
 * @param completes whether it completes the backup
 * @param wishes the components that it tries to add; null outside component mode
 */
record Scenario(
        Map<String, Volume> volumes,
        List<OneProvider> providers,
        List<OneWriter> writers,
        List<OneManager> managers,
        ShadowCopyContext context,
        boolean aborts,
        boolean completes,
        @Nullable List<ComponentKey> wishes) {
    /** A provider that takes the volumes of one file-system type. */
    record OneProvider(ProviderInfo info, Quiesce quiesce, String fileSystemType) {}

    /** A writer with its own limit. */
    record OneWriter(WriterMetadata metadata, Duration limit) {}

    /** A transaction manager with files in some folders. */
    record OneManager(String name, List<String> paths) {}

    private static final List<ApplicationLevel> LEVELS = List.of(ApplicationLevel.values());
    private static final List<ShadowCopyContext> CONTEXTS =
            Stream.of(ShadowCopyContext.values())
                    .filter(context -> context != ShadowCopyContext.ALL)
                    .toList();

    private static final OneProvider IMAGE =
            provider("image", ProviderType.SOFTWARE, Quiesce.GATE, "ext4");
    private static final OneProvider CEPH =
            provider("ceph", ProviderType.HARDWARE, Quiesce.GATE, "xfs");
    private static final OneProvider LVM =
            provider("lvm", ProviderType.SOFTWARE, Quiesce.DEVICE, "lvm");
    private static final OneProvider BTRFS =
            provider("btrfs", ProviderType.SOFTWARE, Quiesce.SELF, "btrfs");
    private static final OneProvider COPY =
            provider("copy", ProviderType.SYSTEM, Quiesce.NONE, "other");

    /** Three volumes of two providers, and two writers: small enough to try every fault. */
    static Scenario small() {
        return new Scenario(
                volumes("ext4", "xfs", "ext4"),
                List.of(IMAGE, CEPH),
                List.of(
                        writer("front", ApplicationLevel.FRONT_END, List.of("/v0"), 60),
                        writer("system", ApplicationLevel.SYSTEM, List.of(), 20)),
                List.of(new OneManager("shop", List.of("/v0", "/v1"))),
                ShadowCopyContext.APP_ROLLBACK,
                false,
                true,
                null);
    }

    /** Two writers with components and one of which none is added. */
    static Scenario smallByComponents() {
        OneWriter front =
                withComponents(writer("front", ApplicationLevel.FRONT_END, List.of("/v0"), 60));
        OneWriter back = withComponents(writer("back", ApplicationLevel.BACK_END, List.of(), 60));
        OneWriter other = withComponents(writer("other", ApplicationLevel.SYSTEM, List.of(), 60));
        return new Scenario(
                volumes("ext4", "xfs"),
                List.of(IMAGE, CEPH),
                List.of(front, back, other),
                List.of(),
                ShadowCopyContext.APP_ROLLBACK,
                false,
                true,
                List.of(keys(front).getFirst(), keys(back).getFirst(), keys(back).get(1)));
    }

    /** The same in an auto-release context, with a volume that is not held. */
    static Scenario smallAutoRelease() {
        return new Scenario(
                volumes("ext4", "btrfs"),
                List.of(IMAGE, BTRFS),
                List.of(writer("back", ApplicationLevel.BACK_END, List.of("/v1"), 60)),
                List.of(),
                ShadowCopyContext.BACKUP,
                false,
                false,
                null);
    }

    /** Volumes with every kind of hold, two of them only by their processes. */
    static Scenario smallWithEveryHold() {
        return new Scenario(
                volumes("btrfs", "ext4", "lvm", "btrfs"),
                List.of(IMAGE, LVM, BTRFS),
                List.of(writer("back", ApplicationLevel.BACK_END, List.of("/v1"), 60)),
                List.of(),
                ShadowCopyContext.APP_ROLLBACK,
                false,
                true,
                null);
    }

    /** As many volumes of one provider as wanted, without writers. */
    static Scenario ofVolumes(int count) {
        String[] types = new String[count];
        Arrays.fill(types, "ext4");
        return new Scenario(
                volumes(types),
                List.of(IMAGE, CEPH),
                List.of(),
                List.of(),
                ShadowCopyContext.NAS_ROLLBACK,
                false,
                false,
                null);
    }

    static Scenario random(Random random) {
        String[] types = {"ext4", "ext4", "xfs", "btrfs", "btrfs", "lvm", "other"};
        String[] chosen = new String[1 + random.nextInt(4)];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = types[random.nextInt(types.length)];
        }
        List<OneWriter> writers = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            writers.add(
                    withComponents(
                            writer(
                                    "w" + i,
                                    LEVELS.get(random.nextInt(LEVELS.size())),
                                    random.nextBoolean()
                                            ? List.of()
                                            : List.of("/v" + random.nextInt(4)),
                                    1 + random.nextInt(60))));
        }
        List<OneManager> managers = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            managers.add(new OneManager("m" + i, List.of("/v" + random.nextInt(4))));
        }
        return new Scenario(
                volumes(chosen),
                List.of(IMAGE, CEPH, LVM, BTRFS, COPY),
                writers,
                managers,
                CONTEXTS.get(random.nextInt(CONTEXTS.size())),
                random.nextInt(20) == 0,
                random.nextBoolean(),
                random.nextBoolean() ? null : randomWishes(writers, random));
    }

    private static List<ComponentKey> randomWishes(List<OneWriter> writers, Random random) {
        List<ComponentKey> all = new ArrayList<>();
        writers.forEach(writer -> all.addAll(keys(writer)));
        return all.stream().filter(key -> random.nextInt(3) == 0).toList();
    }

    /** Gives a writer components of every selectability. */
    private static OneWriter withComponents(OneWriter writer) {
        WriterMetadata bare = writer.metadata();
        List<ComponentDescription> components =
                List.of(
                        ComponentDescription.fileGroup("", "programs").build(),
                        ComponentDescription.database("", "data").selectable().build(),
                        ComponentDescription.database("data", "part").build(),
                        ComponentDescription.database("data", "alone").selectable().build());
        return new OneWriter(
                new WriterMetadata(
                        bare.identity(),
                        bare.level(),
                        bare.affectedPaths(),
                        null,
                        Set.of(),
                        components,
                        List.of(),
                        List.of()),
                writer.limit());
    }

    static List<ComponentKey> keys(OneWriter writer) {
        return writer.metadata().components().stream()
                .map(component -> component.key(writer.metadata().writerId()))
                .toList();
    }

    static Map<String, Volume> volumes(String... types) {
        Map<String, Volume> volumes = new LinkedHashMap<>();
        for (int i = 0; i < types.length; i++) {
            String mount = "/v" + i;
            volumes.put(
                    mount,
                    new Volume(
                            types[i] + ":" + i,
                            8,
                            i,
                            types[i],
                            null,
                            mount,
                            "/",
                            "/dev/fake" + i,
                            100 + i,
                            false));
        }
        return volumes;
    }

    private static OneProvider provider(
            String name, ProviderType type, Quiesce quiesce, String fileSystemType) {
        ProviderInfo info = new ProviderInfo(new ProviderId(id(name)), name, name, type, "1");
        return new OneProvider(info, quiesce, fileSystemType);
    }

    private static OneWriter writer(
            String name, ApplicationLevel level, List<String> paths, int seconds) {
        WriterMetadata metadata =
                new WriterMetadata(
                        new WriterId(id(name)),
                        new WriterInstanceId(id(name + "!")),
                        name,
                        level,
                        paths);
        return new OneWriter(metadata, Duration.ofSeconds(seconds));
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the parts of a coordinator in a process of a world. */
    CoordinatorParts parts(SimulatedProcess process, FakeWorkers workers) {
        FakeHost host = new FakeHost(process, volumes);
        return new CoordinatorParts(
                providers().stream()
                        .<Provider>map(p ->
                                new FakeProvider(
                                        process, p.info(), p.quiesce(), p.fileSystemType()))
                        .toList(),
                writers().stream()
                        .<Writer>map(w -> new FakeWriter(process, w.metadata(), w.limit()))
                        .toList(),
                managers().stream()
                        .<TransactionManager>map(m -> new FakeTransactionManager(process, m))
                        .toList(),
                new FakeGate(process),
                host.lock(),
                host.journal(),
                host.catalog(),
                host.claims(),
                host.volumes(),
                host.surfacing(),
                workers,
                host.time(),
                (set, phase) -> {
                    process.requireAlive();
                    process.world.requireNotQuiet("the listener");
                    process.world.trace.add("phase " + phase);
                },
                CoordinatorLimits.usual(),
                "machine",
                process::newId);
    }
}
