package org.openvss.writer.mariadb;

import java.time.Duration;
import java.util.List;
import org.openvss.writer.Secret;
import org.openvss.writer.sql.ServerAddress;

/**
 * One MariaDB server, as the configuration names it.
 *
 * @param name name of the writer, for {@code --writer} and in tables
 * @param address where it listens
 * @param user account that OpenVSS logs in as
 * @param password password of the account
 * @param lockLimit longest wait for locks while the server is being frozen
 * @param claimedPaths folders that count as the server's while it cannot be asked; empty means that
 *     it then belongs to every set
 */
public record MariadbSettings(
        String name,
        ServerAddress address,
        String user,
        Secret password,
        Duration lockLimit,
        List<String> claimedPaths) {
    /** Copies the list. */
    public MariadbSettings {
        claimedPaths = List.copyOf(claimedPaths);
    }
}
