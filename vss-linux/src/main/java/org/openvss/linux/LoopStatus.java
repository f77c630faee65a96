package org.openvss.linux;

/**
 * What a loop device says about itself (LOOP_GET_STATUS64).
 *
 * @param number N of {@code /dev/loopN}
 * @param backingDevice device that holds the backing file
 * @param backingInode inode of the backing file, which with the device identifies it for certain
 * @param offset where the device starts in the file, in bytes
 * @param sizeLimit length of the device in bytes, 0 up to the end of the file
 * @param readOnly nobody can write through the device
 * @param autoclear the kernel detaches the file when the last user is gone
 * @param partitionScan the kernel looks for partitions
 * @param directIo the file is read and written around the page cache
 */
public record LoopStatus(
        int number,
        DeviceNumber backingDevice,
        long backingInode,
        long offset,
        long sizeLimit,
        boolean readOnly,
        boolean autoclear,
        boolean partitionScan,
        boolean directIo) {}
