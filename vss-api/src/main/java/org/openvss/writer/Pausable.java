package org.openvss.writer;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * An application that can hold still; all that {@link PausingWriter} needs of it.
 *
 * <p>A connection pool that lends no more connections, a queue that takes no more work, a lock in
 * front of the files: whatever stops new writes and can tell when those under way have ended.
 */
@FunctionalInterface
public interface Pausable {
    /**
     * Holds new writes, waits until those under way have ended, and hands over to the operating
     * system what is still in memory.
     *
     * @param patience how long to wait for writes under way
     * @return the pause; writes are held until it is closed
     * @throws TimeoutException if they did not end in time; nothing is held then
     * @throws InterruptedException if the wait was interrupted; nothing is held then
     * @throws Exception if the application cannot be paused; nothing is held then
     */
    Pause pause(Duration patience) throws Exception;

    /** A time in which nothing is written. */
    interface Pause extends AutoCloseable {
        /** Tells whether nothing could be written since it began. */
        boolean isUnbroken();

        /** Lets writes go on; does nothing the second time. */
        @Override
        void close();
    }
}
