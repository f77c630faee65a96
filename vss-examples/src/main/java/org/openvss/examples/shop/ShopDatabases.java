package org.openvss.examples.shop;

import java.sql.SQLException;
import java.util.List;
import javax.sql.XADataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.xa.PGXADataSource;

/**
 * Where the two databases of the shop are.
 *
 * @param postgresqlPort port on the loopback address
 * @param mariadbPort port on the loopback address
 * @param user name of the user in both
 * @param password its password in both
 * @param database name of the database in both
 */
public record ShopDatabases(
        int postgresqlPort, int mariadbPort, String user, String password, String database) {
    private static final String HOST = "127.0.0.1";
    private static final int TIMEOUT_SECONDS = 30;

    /** Hides the password. */
    @Override
    public String toString() {
        return "PostgreSQL " + postgresqlPort + ", MariaDB " + mariadbPort + ", " + database;
    }

    XADataSource postgresql() {
        PGXADataSource source = new PGXADataSource();
        source.setServerNames(new String[] {HOST});
        source.setPortNumbers(new int[] {postgresqlPort});
        source.setDatabaseName(database);
        source.setUser(user);
        source.setPassword(password);
        source.setLoginTimeout(TIMEOUT_SECONDS);
        source.setSocketTimeout(TIMEOUT_SECONDS);
        return source;
    }

    XADataSource mariadb() throws SQLException {
        MariaDbDataSource source = new MariaDbDataSource();
        source.setUrl(
                "jdbc:mariadb://"
                        + HOST
                        + ":"
                        + mariadbPort
                        + "/"
                        + database
                        + "?socketTimeout="
                        + TIMEOUT_SECONDS * 1000
                        + "&connectTimeout="
                        + TIMEOUT_SECONDS * 1000);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    List<XADataSource> both() throws SQLException {
        return List.of(postgresql(), mariadb());
    }
}
