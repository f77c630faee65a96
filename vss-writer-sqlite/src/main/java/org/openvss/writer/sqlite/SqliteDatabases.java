package org.openvss.writer.sqlite;

import java.time.Duration;
import java.util.List;

/**
 * The SQLite databases of one application, as the configuration names them.
 *
 * @param name name of the writer, for {@code --writer} and in tables
 * @param databases absolute paths of database files; the last part may hold the wildcards {@code *}
 *     and {@code ?}
 * @param lockTimeout how long a freeze waits for transactions that are under way
 */
public record SqliteDatabases(String name, List<String> databases, Duration lockTimeout) {
    /** Longest lock timeout: a freeze of all writers may take 60 s. */
    public static final Duration LONGEST_LOCK_TIMEOUT = Duration.ofSeconds(50);

    /** Copies the list and refuses a timeout that no freeze can have. */
    public SqliteDatabases {
        databases = List.copyOf(databases);
        if (!lockTimeout.isPositive() || lockTimeout.compareTo(LONGEST_LOCK_TIMEOUT) > 0) {
            throw new IllegalArgumentException("no freeze can wait for " + lockTimeout);
        }
    }
}
