package org.openvss.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.CgroupTree;
import org.openvss.linux.OpenForWriting.Seen;

/** Which real control groups may be frozen, for processes that are only said to be there. */
class WriterGroupsTest {
    private static final int OURS = 4000;
    private static final int GUARD = 4001;
    private static final String TOP = "/openvss-groups-" + ProcessHandle.current().pid();
    private static final List<String> FOLDERS = List.of("", "/a", "/a/b", "/c");

    private CgroupTree tree;

    @BeforeEach
    void makeGroups() throws Exception {
        Optional<CgroupTree> found = CgroupTree.find();
        Assumptions.assumeTrue(found.isPresent(), "control groups of version 2 are not mounted");
        tree = found.orElseThrow();
        for (String folder : FOLDERS) {
            try {
                Files.createDirectory(path(folder));
            } catch (IOException failure) {
                Assumptions.abort("no control group can be made: " + failure);
            }
        }
    }

    @AfterEach
    void removeGroups() throws Exception {
        for (String folder : FOLDERS.reversed()) {
            Files.deleteIfExists(path(folder));
        }
    }

    @Test
    void choosesTheHighestGroupsOnly() throws Exception {
        assertThat(choose(writer(1000, "/a/b"), writer(1001, "/a"), writer(1002, "/c")))
                .containsExactlyInAnyOrder(TOP + "/a", TOP + "/c");
    }

    @Test
    void neverFreezesProcess1() throws Exception {
        assertRefused("process 1", writer(1000, "/a"), idle(1, "/a/b"));
        assertRefused("process 1", writer(1, "/a"));
        // A neighbour, or a group above, is not frozen by it.
        assertThat(choose(writer(1000, "/a/b"), idle(1, "/a"), idle(1, "/c")))
                .containsExactly(TOP + "/a/b");
    }

    @Test
    void neverFreezesUs() throws Exception {
        assertRefused("this very process or its guard", writer(1000, "/a"), idle(OURS, "/a"));
        assertRefused("this very process or its guard", writer(1000, "/a"), idle(GUARD, "/a/b"));
        assertThat(choose(writer(OURS, "/a"), idle(GUARD, "/a"))).isEmpty();
    }

    @Test
    void neverFreezesWhatIsToKeepRunning() throws Exception {
        for (String kept : List.of("b", TOP + "/a", TOP + "/a/b", TOP)) {
            assertThatThrownBy(
                            () -> groups(kept).choose(List.of(writer(1000, "/a"), idle(9, "/a/b"))))
                    .isInstanceOfSatisfying(
                            VssException.class,
                            failure ->
                                    assertThat(failure.sentence())
                                            .contains("1000 (program)", "/data/file", kept));
        }
        assertThat(groups("unit").choose(List.of(writer(1000, "/a")))).containsExactly(TOP + "/a");
    }

    @Test
    void refusesTheRootAndMachinesWithoutGroups() {
        Seen inRoot = new Seen(1000, "program", "/", "/data/file");
        assertRefused("root of the control groups", inRoot);
        assertThatThrownBy(() ->
                        new WriterGroups(Set.of(OURS), List.of(), Optional.empty())
                                .choose(List.of(inRoot)))
                .isInstanceOf(VssException.class)
                .hasMessageContaining("mount -t cgroup2");
    }

    private void assertRefused(String why, Seen... seen) {
        assertThatThrownBy(() -> choose(seen))
                .isInstanceOfSatisfying(
                        VssException.class,
                        failure -> {
                            assertThat(failure.code())
                                    .isEqualTo(HResult.VSS_E_FLUSH_WRITES_TIMEOUT);
                            assertThat(failure.sentence()).contains(why, "/data/file");
                        });
    }

    private Set<String> choose(Seen... seen) throws VssException {
        return new WriterGroups(Set.of(OURS, GUARD), List.of(), Optional.of(tree))
                .choose(List.of(seen));
    }

    private WriterGroups groups(String kept) {
        return new WriterGroups(Set.of(OURS, GUARD), List.of(kept), Optional.of(tree));
    }

    private static Seen writer(int pid, String below) {
        return new Seen(pid, "program", TOP + below, "/data/file");
    }

    private static Seen idle(int pid, String below) {
        return new Seen(pid, "", TOP + below, null);
    }

    private Path path(String below) {
        return Path.of(tree.folder(TOP + below).orElseThrow());
    }
}
