package org.openvss.kernel.simultaneity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.benchmarks.DeadMount;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;
import org.openvss.linux.Privileges;

/** The mount that must not make anybody hang does make whoever touches it hang. */
class DeadMountTest {
    @TempDir private Path temp;

    @Test
    void hangsWhoeverTouchesItUntilItIsClosed() throws Exception {
        assumeTrue(Privileges.mayMount(), "mounting needs root");
        AtomicReference<@Nullable LinuxException> answer = new AtomicReference<>();
        Thread curious;
        try (DeadMount dead = DeadMount.in(temp.toRealPath())) {
            assertThat(MountTable.read().stream().map(Mount::mountPoint))
                    .contains(dead.mountPoint());
            curious =
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> {
                                try {
                                    AttributeCalls.statx(dead.mountPoint() + "/file");
                                } catch (LinuxException e) {
                                    answer.set(e);
                                }
                            });
            assertThat(curious.join(Duration.ofMillis(300))).isFalse();
        }
        assertThat(curious.join(Duration.ofSeconds(30))).isTrue();
        assertThat(answer.get())
                .isInstanceOfSatisfying(
                        LinuxException.class,
                        e -> assertThat(e.errnoName()).isIn("ENOTCONN", "ECONNABORTED", "EIO"));
        assertThat(temp).isEmptyDirectory();
    }
}
