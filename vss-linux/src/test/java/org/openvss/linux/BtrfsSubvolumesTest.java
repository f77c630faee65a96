package org.openvss.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.linux.BtrfsSubvolumes.Nested;

/** Subvolumes and snapshots of a real btrfs. */
class BtrfsSubvolumesTest {
    @TempDir Path folder;

    /** What a test does with the root of a btrfs. */
    @FunctionalInterface
    private interface Body {
        void run(Path top, Fd root) throws Exception;
    }

    @BeforeEach
    void prepare() throws Exception {
        RealDevices.assumePrivileged();
    }

    @Test
    void snapshotsAreMadeAskedAboutAndRemoved() throws Exception {
        onBtrfs((top, root) -> {
            BtrfsSubvolumes.create(root, "origin");
            Files.writeString(top.resolve("origin/file"), "old");
            try (Fd origin = open(top.resolve("origin"))) {
                assertThat(BtrfsSubvolumes.isRoot(AttributeCalls.fstat(origin))).isTrue();
                BtrfsCalls.LastChange change = BtrfsCalls.lastChange(origin);
                BtrfsCalls.Snapshot call = BtrfsCalls.snapshot(root, "copy", origin);
                BtrfsSubvolumes.commit(root);
                assertThat(call.run()).isZero();
                assertThat(call.run()).isEqualTo(Errno.EEXIST);
                assertThat(change.run()).isZero();
                assertThat(change.transaction()).isBetween(1L, call.transaction());
                Files.writeString(top.resolve("origin/file"), "new");
                BtrfsSubvolumes.commit(root);
                assertThat(change.run()).isZero();
                assertThat(change.transaction()).isGreaterThan(call.transaction());
                try (Fd copy = open(top.resolve("copy"))) {
                    BtrfsSubvolume known = BtrfsSubvolumes.of(copy);
                    assertThat(known.created()).isEqualTo(call.transaction());
                    assertThat(known.readOnly()).isTrue();
                    assertThat(known.parentId()).isEqualTo(BtrfsSubvolume.TOP_LEVEL);
                    assertThat(known.id()).isNotEqualTo(BtrfsSubvolumes.of(origin).id());
                    BtrfsSubvolumes.setReadOnly(copy, false);
                    assertThat(BtrfsSubvolumes.isReadOnly(copy)).isFalse();
                    BtrfsSubvolumes.setReadOnly(copy, true);
                    assertThat(BtrfsSubvolumes.isReadOnly(copy)).isTrue();
                }
            }
            assertThat(top.resolve("copy/file")).hasContent("old");
            BtrfsSubvolumes.destroy(root, "copy");
            LinuxException gone =
                    catchThrowableOfType(
                            LinuxException.class, () -> BtrfsSubvolumes.destroy(root, "copy"));
            assertThat(gone.errno()).isEqualTo(Errno.ENOENT);
        });
    }

    @Test
    void subvolumesInsideAreFoundByTheirPaths() throws Exception {
        onBtrfs((top, root) -> {
            Files.createDirectory(top.resolve("folder"));
            BtrfsSubvolumes.create(root, "direct");
            try (Fd inner = open(top.resolve("folder"))) {
                for (int number = 0; number < 300; number++) {
                    BtrfsSubvolumes.create(inner, "number " + number);
                }
            }
            try (Fd direct = open(top.resolve("direct"))) {
                BtrfsSubvolumes.create(direct, "deep");
                assertThat(BtrfsSubvolumes.nested(direct))
                        .extracting(Nested::path)
                        .containsExactly("deep");
            }
            assertThat(BtrfsSubvolumes.nested(root))
                    .hasSize(301)
                    .extracting(Nested::path)
                    .contains("direct", "folder/number 0", "folder/number 299")
                    .doesNotContain("direct/deep");
        });
    }

    private static Fd open(Path path) throws LinuxException {
        return FileCalls.open(path.toString(), OpenFlags.READ_ONLY | OpenFlags.DIRECTORY);
    }

    private void onBtrfs(Body body) throws Exception {
        Path top = Files.createDirectory(folder.resolve("top"));
        String image = RealDevices.image(folder, "image", 512L << 20, "mkfs.btrfs", "-q");
        RealDevices.inPrivateNamespace(() -> {
            try (Fd file = FileCalls.open(image, OpenFlags.READ_WRITE);
                    LoopDevice loop =
                            LoopDevices.attach(file, LoopOptions.writable().withAutoclear(true))) {
                Mounts.mount("btrfs", loop.path(), top.toString(), List.of(), 0);
                try (Fd root = open(top)) {
                    body.run(top, root);
                } finally {
                    Mounts.umount(top.toString(), 0);
                }
            }
            return true;
        });
    }
}
