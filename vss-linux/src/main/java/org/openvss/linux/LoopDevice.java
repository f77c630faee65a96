package org.openvss.linux;

/**
 * A loop device that was attached just now, kept by its open descriptor.
 *
 * <p>With autoclear, closing it before somebody else uses the device detaches the file again;
 * without, closing changes nothing.
 *
 * @param number N of {@code /dev/loopN}
 * @param path path of the device
 * @param device open descriptor of the device
 */
public record LoopDevice(int number, String path, Fd device) implements AutoCloseable {
    @Override
    public void close() {
        device.close();
    }
}
