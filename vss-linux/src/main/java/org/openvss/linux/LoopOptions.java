package org.openvss.linux;

/**
 * How a file becomes a loop device.
 *
 * @param readOnly nobody can write through the device
 * @param autoclear the kernel detaches the file when the last opener or mount is gone
 * @param partitionScan the kernel makes devices for the partitions inside
 * @param directIo read and write the file around the page cache
 * @param offset where the device starts in the file, in bytes
 * @param sizeLimit length of the device in bytes, 0 up to the end of the file
 * @param blockSize logical block size in bytes, 0 for the default
 */
public record LoopOptions(
        boolean readOnly,
        boolean autoclear,
        boolean partitionScan,
        boolean directIo,
        long offset,
        long sizeLimit,
        int blockSize) {
    /** Returns a plain device for a whole file that everybody can write. */
    public static LoopOptions writable() {
        return new LoopOptions(false, false, false, false, 0, 0, 0);
    }

    /** Returns a read-only device for a whole file that goes with its last user. */
    public static LoopOptions readOnlyUntilUnused() {
        return new LoopOptions(true, true, false, false, 0, 0, 0);
    }

    /** Returns the same with the device going with its last user, or staying. */
    public LoopOptions withAutoclear(boolean value) {
        return new LoopOptions(
                readOnly, value, partitionScan, directIo, offset, sizeLimit, blockSize);
    }

    /** Returns the same with devices for the partitions inside, or without. */
    public LoopOptions withPartitionScan(boolean value) {
        return new LoopOptions(readOnly, autoclear, value, directIo, offset, sizeLimit, blockSize);
    }

    /**
     * Returns the same for another part of the file.
     *
     * @param from start in bytes
     * @param length length in bytes, 0 up to the end
     * @param block logical block size in bytes, 0 for the default
     */
    public LoopOptions withGeometry(long from, long length, int block) {
        return new LoopOptions(readOnly, autoclear, partitionScan, directIo, from, length, block);
    }
}
