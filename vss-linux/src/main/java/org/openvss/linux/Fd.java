package org.openvss.linux;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file descriptor that is closed once.
 *
 * <p>Descriptors made by this module are close-on-exec: no child inherits them. The descriptor is
 * not closed by the garbage collector; whoever opened it closes it.
 */
public final class Fd implements AutoCloseable {
    private static final int CLOSED = -1;

    private final AtomicInteger number;
    private final String name;

    private Fd(int number, String name) {
        this.number = new AtomicInteger(number);
        this.name = name;
    }

    /**
     * Takes over a descriptor that the kernel just made.
     *
     * @param number descriptor, not negative
     * @param name path or other name for messages
     */
    static Fd adopt(long number, String name) {
        return new Fd((int) number, name);
    }

    /**
     * Returns the descriptor.
     *
     * @throws IllegalStateException if it was closed: the number may belong to another file by now
     */
    public int number() {
        int current = number.get();
        if (current == CLOSED) {
            throw new IllegalStateException("The descriptor of " + name + " was closed");
        }
        return current;
    }

    /** Tells whether the descriptor is still open. */
    public boolean isOpen() {
        return number.get() != CLOSED;
    }

    /** Returns the path that leads to the open file in this process: {@code /proc/self/fd/N}. */
    public String procPath() {
        return "/proc/self/fd/" + number();
    }

    /** Returns what was opened, for messages; the file may have been renamed since. */
    public String name() {
        return name;
    }

    /** Closes the descriptor; a second call does nothing. */
    @Override
    public void close() {
        int current = number.getAndSet(CLOSED);
        if (current != CLOSED) {
            // Linux frees the number even if it reports EINTR or EIO: never close twice. Lost
            // writes
            // are the business of fsync.
            long _ = Kernel.callOnce(SystemCall.CLOSE, current, 0, 0, 0, 0);
        }
    }

    @Override
    public String toString() {
        int current = number.get();
        return current == CLOSED ? name + " (closed)" : name + " (descriptor " + current + ")";
    }
}
