package org.openvss.writer.redis;

import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openvss.writer.Secret;

/**
 * One Redis server of this machine, as the configuration names it.
 *
 * @param name name of the writer, for {@code --writer} and in tables
 * @param address its Unix socket, or an address of this machine with its port
 * @param user user of the server's access lists, or null for the default user
 * @param password password of the user
 * @param dataDirectory absolute path of its data folder as this machine sees it, or null to ask the
 *     server
 * @param saveTimeout how long a freeze waits for what was written to be on disk
 * @param pauseLimit longest pause: after it the server goes on by itself
 */
public record RedisServer(
        String name,
        SocketAddress address,
        @Nullable String user,
        Secret password,
        @Nullable String dataDirectory,
        Duration saveTimeout,
        Duration pauseLimit) {
    /** Longest pause that VSS knows. */
    public static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** Refuses limits that no freeze can have. */
    public RedisServer {
        if (!pauseLimit.isPositive() || pauseLimit.compareTo(LONGEST_PAUSE) > 0) {
            throw new IllegalArgumentException("no server may be paused for " + pauseLimit);
        }
        if (!saveTimeout.isPositive()) {
            throw new IllegalArgumentException("no freeze can wait for " + saveTimeout);
        }
    }

    /** Returns the same server with a pause that is not longer than a limit. */
    public RedisServer pausedAtMost(Duration limit) {
        return pauseLimit.compareTo(limit) <= 0
                ? this
                : new RedisServer(name, address, user, password, dataDirectory, saveTimeout, limit);
    }
}
