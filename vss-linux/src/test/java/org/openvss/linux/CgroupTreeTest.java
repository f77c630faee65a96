package org.openvss.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CgroupTreeTest {
    private static final String V1 = "40 30 0:33 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n";

    @Test
    void findsGroupsBesideVersion1() {
        CgroupTree tree = tree(V1 + "41 30 0:34 / /sys/fs/cgroup/unified rw - cgroup2 none rw\n");
        assertThat(tree.folder("/")).contains("/sys/fs/cgroup/unified");
        assertThat(tree.folder("/a/b")).contains("/sys/fs/cgroup/unified/a/b");
        assertThat(tree.folder("/../outside")).isEmpty();
    }

    @Test
    void knowsThatOnlyAPartIsMounted() {
        CgroupTree tree = tree("41 30 0:34 /part /mnt rw - cgroup2 none rw\n");
        assertThat(tree.folder("/part")).contains("/mnt");
        assertThat(tree.folder("/part/b")).contains("/mnt/b");
        assertThat(tree.folder("/party")).isEmpty();
        assertThat(tree.folder("/")).isEmpty();
    }

    @Test
    void prefersTheMountThatShowsMost() {
        CgroupTree tree =
                tree(
                        """
                        41 30 0:34 /part /mnt rw - cgroup2 none rw
                        42 30 0:34 / /sys/fs/cgroup rw - cgroup2 none rw
                        """);
        assertThat(tree.folder("/x")).contains("/sys/fs/cgroup/x");
    }

    @Test
    void findsNothingWithVersion1Alone() {
        assertThat(CgroupTree.find(mounts(V1))).isEmpty();
    }

    @Test
    void readsTheGroupOfAProcess() {
        assertThat(group("9:name=systemd:/x\n0::/user.slice/a b\n1:cpu:/\n"))
                .contains("/user.slice/a b");
        assertThat(group("0::/")).contains("/");
        assertThat(group("1:cpu:/\n")).isEmpty();
    }

    private static Optional<String> group(String content) {
        return CgroupTree.groupIn(content.getBytes(StandardCharsets.US_ASCII));
    }

    private static CgroupTree tree(String mountinfo) {
        return CgroupTree.find(mounts(mountinfo)).orElseThrow();
    }

    private static List<Mount> mounts(String mountinfo) {
        return MountTable.parse(mountinfo.getBytes(StandardCharsets.US_ASCII));
    }
}
