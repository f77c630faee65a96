package org.openvss.linux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The switch {@code /sys/kernel/rcu_expedited}, through a descriptor that is kept open.
 *
 * <p>While it is on, freezing an idle file system takes microseconds instead of tens of
 * milliseconds. It counts for the whole machine: whoever turns it on notes the old value and
 * restores it.
 */
public final class RcuExpedited implements AutoCloseable {
    private static final String PATH = "/sys/kernel/rcu_expedited";

    private final Fd file;

    private RcuExpedited(Fd file) {
        this.file = file;
    }

    /** Opens the switch; nothing if the kernel has none or we may not write it. */
    public static Optional<RcuExpedited> open() throws LinuxException {
        try {
            return Optional.of(new RcuExpedited(FileCalls.open(PATH, OpenFlags.READ_WRITE)));
        } catch (LinuxException failure) {
            int errno = failure.errno();
            if (errno == Errno.ENOENT
                    || errno == Errno.EACCES
                    || errno == Errno.EPERM
                    || errno == Errno.EROFS) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Returns the present value: 0 is off. */
    public int value() throws LinuxException {
        ByteBuffer text = ByteBuffer.allocate(32);
        int length = FileCalls.pread(file, text, 0);
        return Integer.parseInt(
                new String(text.array(), 0, length, StandardCharsets.US_ASCII).strip());
    }

    /** Sets the value: 0 is off, 1 is on. */
    public void set(int value) throws LinuxException {
        FileCalls.pwrite(file, ByteBuffer.wrap(text(value)), 0);
    }

    /** Prepares setting a value, for the time while file systems are held. */
    public PreparedCall prepareSet(int value) {
        return PreparedCalls.overwrite(file, text(value));
    }

    @Override
    public void close() {
        file.close();
    }

    private static byte[] text(int value) {
        return Integer.toString(value).getBytes(StandardCharsets.US_ASCII);
    }
}
