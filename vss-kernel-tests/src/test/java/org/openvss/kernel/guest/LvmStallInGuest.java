package org.openvss.kernel.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openvss.ShadowCopySet;

/**
 * What writers feel of a set, beside a script that calls lvcreate for one volume after another: the
 * hold must not grow by an LVM command for each volume. Times in a guest are informative; the
 * comparison is not.
 */
class LvmStallInGuest {
    private static final int MILLION = 1_000_000;

    private final LvmDisks disks = LvmDisks.open();
    private final List<String> names = new ArrayList<>();
    private final List<String> volumes = new ArrayList<>();

    @AfterEach
    void removeVolumes() {
        disks.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 32})
    void theHoldDoesNotGrowByACommandForEachVolume(int count) throws Exception {
        disks.group("vg", "ubda", "ubdb", "ubdc", "ubdd");
        disks.pool("vg", "pool", "1G");
        for (int at = 0; at < count; at++) {
            String name = "v" + at;
            String device =
                    at % 2 == 0
                            ? disks.thin("vg", "pool", name, "24M")
                            : disks.thick("vg", name, "24M");
            names.add(name);
            volumes.add(disks.mount("ext4", device));
        }
        LvmSets sets = new LvmSets(disks.newFolder());
        // Once to warm up, once to measure, as for the script, whose programs are in the cache.
        sets.delete(sets.create(volumes));
        ShadowCopySet set;
        long longest;
        try (Writers writers = new Writers(volumes)) {
            writers.awaitAll();
            set = sets.create(volumes);
            longest = writers.longestNanos();
        }
        assertThat(set.simultaneous()).as(set.verdict()).isTrue();
        sets.delete(set);
        long held = set.heldNanos() == null ? 0 : set.heldNanos();
        long script = script();
        System.out.printf(
                "%d logical volumes: held %d us, longest write %d ms; lvcreate one after another"
                        + " %d ms%n",
                count, held / 1000, longest / MILLION, script / MILLION);
        set.timeline()
                .forEach(phase ->
                        System.out.printf(
                                "  %d: %s %d ms%n",
                                count, phase.phase(), phase.tookNanos() / MILLION));
        assertThat(held).isLessThan(Math.max(script / 2, 400L * MILLION));
    }

    private long script() throws Exception {
        try (LvmDisks made = LvmDisks.open();
                Writers writers = new Writers(volumes)) {
            writers.awaitAll();
            long begun = System.nanoTime();
            for (String name : names) {
                made.snapshot("vg", name);
            }
            return System.nanoTime() - begun;
        }
    }

    /** A thread on each volume that writes and flushes a little, again and again. */
    private static final class Writers implements AutoCloseable {
        private final AtomicLong longest = new AtomicLong();
        private final List<Thread> threads = new ArrayList<>();
        private final List<AtomicLong> counts = new ArrayList<>();
        private volatile boolean stopping;

        Writers(List<String> folders) {
            for (String folder : folders) {
                AtomicLong count = new AtomicLong();
                counts.add(count);
                threads.add(Thread.ofPlatform().daemon().start(() -> write(folder, count)));
            }
        }

        private void write(String folder, AtomicLong count) {
            try (RandomAccessFile file =
                    new RandomAccessFile(Path.of(folder, "load").toFile(), "rw")) {
                while (!stopping) {
                    long begun = System.nanoTime();
                    file.seek(count.getAndIncrement() % 64 * 1024);
                    file.write(new byte[1024]);
                    longest.accumulateAndGet(System.nanoTime() - begun, Math::max);
                    LockSupport.parkNanos(20L * MILLION);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void awaitAll() {
            while (counts.stream().anyMatch(count -> count.get() < 5)) {
                LockSupport.parkNanos(MILLION);
            }
            longest.set(0);
        }

        long longestNanos() {
            return longest.get();
        }

        @Override
        public void close() {
            stopping = true;
            for (Thread thread : threads) {
                LvmDisks.unchecked(thread::join);
            }
        }
    }
}
