package org.openvss.kernel.provider;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.openvss.Volume;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.HostType;
import org.openvss.benchmarks.ScratchPlan;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.provider.Provider;
import org.openvss.provider.image.ImageProvider;
import org.openvss.testkit.ProviderContract;

/** The image provider fulfils the contract of providers, with real guests on a real host. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ImageContract extends ProviderContract {
    private static final int MOST_VOLUMES = 3;

    private final ScratchPlan plan;
    private Optional<ScratchVolumes> scratch = Optional.empty();
    private int folders;

    ImageContract(GuestType guest, HostType host) {
        plan = ScratchPlan.of(guest, MOST_VOLUMES).on(host).withHostBytes(8L << 30);
    }

    @BeforeAll
    void makeVolumes() throws Exception {
        Optional<String> obstacle = ScratchVolumes.obstacle(plan);
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        scratch = Optional.of(ScratchVolumes.create(plan));
    }

    @AfterAll
    void removeVolumes() throws Exception {
        if (scratch.isPresent()) {
            scratch.get().close();
        }
    }

    @Override
    public Provider newProvider() {
        return new ImageProvider();
    }

    @Override
    public List<Volume> volumes(int count) throws Exception {
        List<Volume> volumes = new ArrayList<>();
        for (String mountPoint : scratch.orElseThrow().mountPoints().subList(0, count)) {
            volumes.add(TestVolumes.at(mountPoint));
        }
        return volumes;
    }

    @Override
    public AutoCloseable hold(List<Volume> volumes) throws Exception {
        return TestVolumes.freeze(volumes);
    }

    @Override
    public Set<String> storage() throws IOException {
        Path folder = scratch.orElseThrow().imageFolder().resolve(".openvss");
        if (!Files.exists(folder)) {
            return Set.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return new TreeSet<>(entries.map(Path::toString).toList());
        }
    }

    @Override
    public String emptyFolder() throws IOException {
        Path folder = scratch.orElseThrow().folder().resolve("exposed-" + folders);
        folders++;
        return Files.createDirectory(folder).toString();
    }
}
