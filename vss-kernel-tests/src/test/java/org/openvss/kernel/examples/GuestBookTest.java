package org.openvss.kernel.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.Consistency;
import org.openvss.ShadowCopySet;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.ScratchPlan;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.LocalVssOptions;
import org.openvss.examples.guestbook.GuestBook;
import org.openvss.examples.guestbook.GuestBookBackup;

/** The example with a writer of its own process: copied under load, nobody who signed is lost. */
@Timeout(300)
class GuestBookTest {
    private static final int THREADS = 3;
    private static final int SETS = 3;

    @TempDir private Path temporary = Path.of("/");

    @Test
    void whoeverHasSignedIsInTheCopy() throws Exception {
        ScratchPlan plan = ScratchPlan.of(List.of(GuestType.XFS));
        Optional<String> obstacle = ScratchVolumes.obstacle(plan);
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        Path configuration = Files.createFile(temporary.resolve("openvss.toml"));
        LocalVssOptions options =
                LocalVssOptions.defaults()
                        .withFiles(temporary.resolve("state").toString(), configuration.toString());
        try (ScratchVolumes volumes = ScratchVolumes.create(plan.in(temporary.toString()))) {
            Path folder = Files.createDirectory(Path.of(volumes.mountPoints().getFirst(), "book"));
            try (GuestBook book = GuestBook.open(folder);
                    Guests guests = new Guests(book)) {
                for (int set = 0; set < SETS; set++) {
                    guests.awaitMore();
                    Set<String> before = guests.signed();

                    ShadowCopySet made = GuestBookBackup.copy(book.writer(), options);

                    assertThat(made.consistency()).isEqualTo(Consistency.APPLICATION);
                    String path = Objects.requireNonNull(made.shadowCopies().getFirst().path());
                    assertThat(read(Path.of(path, "book"), set)).containsAll(before);
                    guests.awaitMore();
                    try (LocalVss vss = LocalVss.open(options)) {
                        vss.delete(made.id(), true);
                    }
                }
            }
        }
    }

    /** Opens the book from a copy. */
    private List<String> read(Path source, int set) throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("copy" + set));
        try (var files = Files.list(source)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".mv.db")).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        try (GuestBook copy = GuestBook.open(folder)) {
            List<String> names = copy.guests();
            assertThat(names).doesNotHaveDuplicates();
            return names;
        }
    }

    /** Guests who sign one after another, from several threads. */
    private static final class Guests implements AutoCloseable {
        private final GuestBook book;
        private final Set<String> signed = new HashSet<>();
        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean ended;

        Guests(GuestBook book) {
            this.book = book;
            for (int number = 0; number < THREADS; number++) {
                String name = "guest " + number + ".";
                threads.add(Thread.ofPlatform().start(() -> sign(name)));
            }
        }

        private void sign(String name) {
            try {
                for (int n = 0; !ended; n++) {
                    book.sign(name + n);
                    synchronized (signed) {
                        signed.add(name + n);
                        signed.notifyAll();
                    }
                    // A guest thinks a little: H2 writes 16 KiB for each, and the volume is small.
                    Thread.sleep(20);
                }
            } catch (Exception e) {
                throw new AssertionError("a guest could not sign", e);
            }
        }

        void awaitMore() throws InterruptedException {
            synchronized (signed) {
                int wanted = signed.size() + 50;
                while (signed.size() < wanted) {
                    assertThat(threads).allMatch(Thread::isAlive);
                    signed.wait(1000);
                }
            }
        }

        Set<String> signed() {
            synchronized (signed) {
                return Set.copyOf(signed);
            }
        }

        @Override
        public void close() {
            ended = true;
            for (Thread thread : threads) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
