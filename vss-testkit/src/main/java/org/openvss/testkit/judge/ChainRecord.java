package org.openvss.testkit.judge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The bytes of the records of one chain on one volume: a ring of slots in one page, each with its
 * own checksum, so that a torn record does not hide the one before it.
 *
 * <p>The run number keeps records of an earlier judge in the same folder from being read. Writing
 * and its order are {@link Chain}'s business.
 */
final class ChainRecord {
    static final int FILE_BYTES = 4096;

    private static final int SLOT_BYTES = 64;
    private static final int CONTENT_BYTES = 24;

    private ChainRecord() {}

    static Path fileIn(Path folder, int chain) {
        return folder.resolve("judge-chain-" + chain + ".records");
    }

    static void write(FileChannel file, long run, int chain, int position, long counter)
            throws IOException {
        ByteBuffer record = ByteBuffer.allocate(CONTENT_BYTES + Long.BYTES);
        record.putLong(run).putInt(chain).putInt(position).putLong(counter);
        record.putLong(checksum(record.array(), 0));
        record.flip();
        long at = counter % (FILE_BYTES / SLOT_BYTES) * SLOT_BYTES;
        while (record.hasRemaining()) {
            at += file.write(record, at);
        }
    }

    /** Returns the highest intact record of the file, 0 if there is none. */
    static long highest(Path path, long run, int chain, int position) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(FILE_BYTES);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            int read = 0;
            while (page.hasRemaining() && read >= 0) {
                read = file.read(page);
            }
        }
        page.clear(); // what is missing at the end counts as empty slots
        long highest = 0;
        for (int at = 0; at < FILE_BYTES; at += SLOT_BYTES) {
            boolean ours =
                    page.getLong(at) == run
                            && page.getInt(at + 8) == chain
                            && page.getInt(at + 12) == position
                            && page.getLong(at + CONTENT_BYTES) == checksum(page.array(), at);
            if (ours) {
                highest = Math.max(highest, page.getLong(at + 16));
            }
        }
        return highest;
    }

    private static long checksum(byte[] bytes, int from) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, from, CONTENT_BYTES);
        return sum.getValue();
    }
}
