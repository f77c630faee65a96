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
import org.openvss.benchmarks.ScratchSubvolumes;
import org.openvss.provider.Provider;
import org.openvss.provider.btrfs.BtrfsProvider;
import org.openvss.testkit.ProviderContract;

/** The btrfs provider fulfils the contract of providers, with real subvolumes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BtrfsContract extends ProviderContract {
    private final int fileSystems;
    private final int ofEach;
    private Optional<ScratchSubvolumes> scratch = Optional.empty();
    private int folders;

    BtrfsContract(int fileSystems, int ofEach) {
        this.fileSystems = fileSystems;
        this.ofEach = ofEach;
    }

    @BeforeAll
    void makeVolumes() throws Exception {
        Optional<String> obstacle = ScratchSubvolumes.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        scratch = Optional.of(ScratchSubvolumes.create(fileSystems, ofEach));
    }

    @AfterAll
    void removeVolumes() throws Exception {
        if (scratch.isPresent()) {
            scratch.get().close();
        }
    }

    @Override
    public Provider newProvider() {
        return new BtrfsProvider();
    }

    @Override
    public List<Volume> volumes(int count) throws Exception {
        List<Volume> volumes = new ArrayList<>();
        for (Path path : scratch.orElseThrow().paths().subList(0, count)) {
            volumes.add(TestVolumes.at(path.toString()));
        }
        return volumes;
    }

    @Override
    public AutoCloseable hold(List<Volume> volumes) {
        throw new AssertionError("btrfs makes no snapshot while it is frozen");
    }

    @Override
    public Set<String> storage() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path top : scratch.orElseThrow().tops()) {
            Path folder = top.resolve(".openvss/btrfs");
            if (Files.exists(folder)) {
                try (Stream<Path> entries = Files.walk(folder, 2)) {
                    entries.filter(each -> !each.equals(folder))
                            .forEach(each -> found.add(each.toString()));
                }
            }
        }
        return found;
    }

    @Override
    public String emptyFolder() throws IOException {
        folders++;
        return scratch.orElseThrow().newFolder("exposed-" + folders).toString();
    }
}
