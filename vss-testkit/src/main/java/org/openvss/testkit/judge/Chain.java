package org.openvss.testkit.judge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One chain of dependent writes: record n goes to one volume after the other, and only when it is
 * on the last does record n+1 begin. Runs on a platform thread of its own, because its writes block
 * while a volume is frozen.
 *
 * <p>Judges nothing: that is {@link SimultaneityJudge}.
 */
final class Chain {
    private final long run;
    private final int number;
    private final List<Integer> order;
    private final List<FileChannel> files = new ArrayList<>();
    private final Durability durability;
    private final Duration pause;
    private final Thread thread;

    private volatile boolean stopping;

    private long begun;
    private long complete;
    private @Nullable Exception failure;

    /**
     * Creates the chain's files.
     *
     * @param order the volumes in the order in which they are written
     */
    Chain(
            long run,
            int number,
            List<Integer> order,
            List<Path> folders,
            Durability durability,
            Duration pause)
            throws IOException {
        this.run = run;
        this.number = number;
        this.order = List.copyOf(order);
        this.durability = durability;
        this.pause = pause;
        this.thread =
                Thread.ofPlatform().name("judge-chain-" + number).daemon().unstarted(this::write);
        try {
            for (int volume : this.order) {
                files.add(emptyFile(ChainRecord.fileIn(folders.get(volume), number)));
            }
        } catch (IOException e) {
            closeFiles(e);
            throw e;
        }
    }

    private static FileChannel emptyFile(Path path) throws IOException {
        FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        try {
            file.write(ByteBuffer.allocate(ChainRecord.FILE_BYTES), 0);
            file.force(true);
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    List<Integer> order() {
        return order;
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    /** Waits for the thread; false if it hangs, in which case its files stay open. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        if (thread.isAlive() && !thread.join(limit)) {
            return false;
        }
        closeFiles(null);
        return true;
    }

    synchronized long begun() {
        return begun;
    }

    synchronized long complete() {
        return complete;
    }

    synchronized @Nullable Exception failure() {
        return failure;
    }

    /** Waits until a record is on every volume; false when the limit passed or the chain failed. */
    synchronized boolean awaitComplete(long record, long deadlineNanos)
            throws InterruptedException {
        while (complete < record && failure == null) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000 + 1);
        }
        return failure == null;
    }

    private void write() {
        try {
            for (long record = 1; !stopping; record++) {
                begin(record);
                for (int position = 0; position < order.size() && !stopping; position++) {
                    FileChannel file = files.get(position);
                    ChainRecord.write(file, run, number, position, record);
                    if (durability == Durability.FSYNCED) {
                        file.force(false);
                    }
                    if (position == order.size() - 1) {
                        complete(record);
                    }
                }
                if (pause.isPositive()) {
                    LockSupport.parkNanos(pause.toNanos());
                }
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private synchronized void begin(long record) {
        begun = record;
    }

    private synchronized void complete(long record) {
        complete = record;
        notifyAll();
    }

    private synchronized void fail(Exception e) {
        failure = e;
        notifyAll();
    }

    private void closeFiles(@Nullable Exception reason) {
        for (FileChannel file : files) {
            try {
                file.close();
            } catch (IOException e) {
                if (reason == null) {
                    fail(e);
                } else {
                    reason.addSuppressed(e);
                }
            }
        }
    }
}
