package org.openvss.writer.postgresql;

import java.time.Duration;
import java.util.List;
import org.openvss.writer.Secret;
import org.openvss.writer.sql.ServerAddress;

/**
 * One PostgreSQL server, as the configuration names it.
 *
 * @param name name of the writer, for {@code --writer} and in tables
 * @param address where it listens
 * @param user role that OpenVSS logs in as
 * @param password password of the role
 * @param database database to connect to; all databases of the server are copied
 * @param lockLimit longest wait while the server is frozen and asked for its proof
 * @param checkpointLimit longest wait for the checkpoint before
 * @param claimedPaths folders that count as the server's while it cannot be asked; empty means that
 *     it then belongs to every set
 */
public record PostgresqlSettings(
        String name,
        ServerAddress address,
        String user,
        Secret password,
        String database,
        Duration lockLimit,
        Duration checkpointLimit,
        List<String> claimedPaths) {
    /** Copies the list. */
    public PostgresqlSettings {
        claimedPaths = List.copyOf(claimedPaths);
    }
}
