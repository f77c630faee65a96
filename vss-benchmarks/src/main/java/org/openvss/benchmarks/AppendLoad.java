package org.openvss.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Steady small writes on several volumes, one thread each, with the longest time that a write took:
 * what an application feels of a gate.
 *
 * <p>Each thread writes 1 KiB every 5 ms into a ring of 256 KiB, and flushes after every sixteenth.
 * The ring keeps the images from growing and from falling into ever more extents. Only the writes
 * are timed: how long a flush takes is the disk's business.
 */
final class AppendLoad implements AutoCloseable {
    private static final int RECORD_BYTES = 1024;
    private static final int RING_BYTES = 256 * 1024;
    private static final int WRITES_PER_FLUSH = 16;
    private static final int WRITES_TO_WARM_UP = 20;
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();
    private static final Duration LONGEST_HANG = Duration.ofSeconds(60);

    private final AtomicLong longestNanos = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final List<AtomicLong> written = new ArrayList<>();

    private volatile boolean stopping;
    private volatile @Nullable IOException failure;

    private AppendLoad() {}

    /**
     * Starts a thread on each volume and waits until all of them are writing.
     *
     * @param folders a folder on each volume
     */
    static AppendLoad start(List<Path> folders) throws ScratchException {
        AppendLoad load = new AppendLoad();
        for (Path folder : folders) {
            AtomicLong count = new AtomicLong();
            load.written.add(count);
            load.threads.add(
                    Thread.ofPlatform()
                            .name("append-load-" + load.threads.size())
                            .daemon()
                            .start(() -> load.append(folder.resolve("append-load"), count)));
        }
        long deadline = System.nanoTime() + LONGEST_HANG.toNanos();
        while (load.written.stream().anyMatch(count -> count.get() < WRITES_TO_WARM_UP)) {
            if (load.failure != null || System.nanoTime() > deadline) {
                load.close();
                throw new ScratchException("the load does not get going", load.failure);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return load;
    }

    private void append(Path path, AtomicLong count) {
        try (FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer record = ByteBuffer.allocateDirect(RECORD_BYTES);
            while (!stopping) {
                long at = count.get() * RECORD_BYTES % RING_BYTES;
                long began = System.nanoTime();
                file.write(record.clear(), at);
                longestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
                if (count.incrementAndGet() % WRITES_PER_FLUSH == 0) {
                    file.force(false);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Forgets the longest write so far. */
    void startMeasuring() {
        longestNanos.set(0);
    }

    /** Returns the longest time that one write took since the last start, in nanoseconds. */
    long longestStallNanos() throws ScratchException {
        IOException broken = failure;
        if (broken != null) {
            throw new ScratchException("the load could not write: " + broken.getMessage(), broken);
        }
        return longestNanos.get();
    }

    /** Stops the threads; one that hangs is named and left alone. */
    @Override
    public void close() throws ScratchException {
        stopping = true;
        for (Thread thread : threads) {
            try {
                if (!thread.join(LONGEST_HANG)) {
                    throw new ScratchException(
                            thread.getName() + " hangs in a write: is its volume still frozen?",
                            null);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ScratchException("interrupted while the load was being stopped", e);
            }
        }
    }
}
