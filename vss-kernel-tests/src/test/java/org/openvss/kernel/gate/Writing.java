package org.openvss.kernel.gate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/** A process that writes to one file for each of its threads until it is killed. */
final class Writing {
    private Writing() {}

    /**
     * Writes.
     *
     * @param arguments how ({@code append}, {@code sync} or {@code map}), number of threads, folder
     */
    public static void main(String[] arguments) throws Exception {
        int threads = Integer.parseInt(arguments[1]);
        for (int thread = 0; thread < threads; thread++) {
            Path file = Path.of(arguments[2], arguments[0] + thread);
            Thread.ofPlatform().start(() -> write(arguments[0], file));
        }
    }

    private static void write(String how, Path file) {
        try {
            if (how.equals("map")) {
                map(file);
            } else {
                append(file, how.equals("sync"));
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void append(Path file, boolean sync) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (long count = 0; ; count++) {
                channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, count), 8 * count);
                if (sync) {
                    channel.force(false);
                } else {
                    LockSupport.parkNanos(200_000);
                }
            }
        }
    }

    /** Keeps the mapping only: nothing is open any more. */
    private static void map(Path file) throws IOException {
        ByteBuffer mapping;
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            mapping = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
        }
        for (long count = 0; ; count++) {
            mapping.putLong(0, count);
            LockSupport.parkNanos(200_000);
        }
    }
}
