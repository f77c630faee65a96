package org.openvss.kernel.transactions;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.openvss.examples.shop.ShopDatabases;
import org.openvss.kernel.sql.MariadbInstance;
import org.openvss.kernel.sql.PostgresqlInstance;

/** The two servers of the shop, on the data of the shop or on copies of it. */
record ShopServers(PostgresqlInstance postgresql, MariadbInstance mariadb, ShopDatabases databases)
        implements AutoCloseable {
    static final String PASSWORD = "ord3rs-secret";
    private static final String NAME = "shop";

    /** Makes servers with empty databases and the account of the shop. */
    static ShopServers fresh(Path orders, Path ledger, Path run) throws Exception {
        ShopServers servers =
                start(
                        PostgresqlInstance.fresh(orders, run.resolve("pg")),
                        MariadbInstance.fresh(ledger, run.resolve("my")));
        servers.postgresql.execute(
                "CREATE ROLE shop LOGIN PASSWORD '" + PASSWORD + "'",
                "CREATE DATABASE shop OWNER shop");
        servers.mariadb.execute(
                "CREATE DATABASE shop",
                "CREATE USER shop@'127.0.0.1' IDENTIFIED BY '" + PASSWORD + "'",
                "GRANT ALL ON shop.* TO shop@'127.0.0.1'",
                "GRANT PROCESS, CONNECTION ADMIN ON *.* TO shop@'127.0.0.1'");
        return servers;
    }

    /** Starts servers on data that is there already. */
    static ShopServers on(Path orders, Path ledger, Path run) throws Exception {
        return start(
                PostgresqlInstance.on(orders, run.resolve("pg")),
                MariadbInstance.on(ledger, run.resolve("my")));
    }

    private static ShopServers start(PostgresqlInstance postgresql, MariadbInstance mariadb)
            throws Exception {
        int postgresqlPort = freePort();
        int mariadbPort = freePort();
        Path access = postgresql.data().resolve("pg_hba.conf");
        String line = "host all shop 127.0.0.1/32 scram-sha-256\n";
        if (!Files.readString(access).contains(line)) {
            Files.writeString(access, line, StandardOpenOption.APPEND);
        }
        postgresql.listeningOn(postgresqlPort).with("-cmax_prepared_transactions=40");
        mariadb.with("--skip-networking=0")
                .with("--bind-address=127.0.0.1")
                .with("--skip-name-resolve")
                .with("--port=" + mariadbPort);
        ShopServers servers =
                new ShopServers(
                        postgresql,
                        mariadb,
                        new ShopDatabases(postgresqlPort, mariadbPort, NAME, PASSWORD, NAME));
        try {
            postgresql.start();
            mariadb.start();
            return servers;
        } catch (Throwable failure) {
            servers.close();
            throw failure;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        try (postgresql) {
            mariadb.close();
        }
    }
}
