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
import org.openvss.benchmarks.ScratchPlan;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.DirectoryEntry;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.provider.Provider;
import org.openvss.provider.copy.CopyProvider;
import org.openvss.testkit.ProviderContract;

/** The copy provider fulfils the contract of providers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopyContractTest extends ProviderContract {
    private static final int MANY = 4_000;

    private final ScratchPlan plan =
            ScratchPlan.of(ScratchPlan.mixed(3, GuestType.EXT4, GuestType.XFS));
    private Optional<ScratchVolumes> scratch = Optional.empty();
    private int folders;

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
        return new CopyProvider(store().toString());
    }

    private Path store() {
        return scratch.orElseThrow().imageFolder().resolve("state/copies");
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
    public AutoCloseable hold(List<Volume> volumes) {
        throw new AssertionError("a provider without a gate is not held");
    }

    @Override
    public Set<String> storage() throws IOException {
        if (!Files.exists(store())) {
            return Set.of();
        }
        try (Stream<Path> entries = Files.list(store())) {
            return new TreeSet<>(entries.map(Path::toString).toList());
        }
    }

    @Override
    public String emptyFolder() throws IOException {
        Path folder = scratch.orElseThrow().folder().resolve("exposed-" + folders);
        folders++;
        return Files.createDirectory(folder).toString();
    }

    @Override
    public void makePrepareLong(Volume volume) throws LinuxException {
        try (Fd root = FileCalls.open(volume.mountPoint(), OpenFlags.DIRECTORY)) {
            DirectoryCalls.mkdirat(root, "many", 0700);
            try (Fd many = FileCalls.openat(root, "many", OpenFlags.DIRECTORY)) {
                for (int i = 0; i < MANY; i++) {
                    FileCalls.openat(
                                    many,
                                    "file-" + i,
                                    OpenFlags.CREATE | OpenFlags.WRITE_ONLY,
                                    0600)
                            .close();
                }
            }
        }
    }

    @Override
    public void makePrepareShort(Volume volume) throws LinuxException {
        try (Fd root = FileCalls.open(volume.mountPoint(), OpenFlags.DIRECTORY);
                Fd many = FileCalls.openat(root, "many", OpenFlags.DIRECTORY)) {
            for (DirectoryEntry entry : DirectoryCalls.list(many)) {
                DirectoryCalls.unlinkat(many, entry.name());
            }
            DirectoryCalls.rmdirat(root, "many");
        }
    }
}
