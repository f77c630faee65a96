package org.openvss.embedded.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openvss.VssException;
import org.openvss.writer.Secret;
import org.openvss.writer.mariadb.MariadbSettings;
import org.openvss.writer.postgresql.PostgresqlSettings;
import org.openvss.writer.sql.ServerAddress;

class WritersReaderTest {
    @Test
    void postgresqlHasTheDefaultsOfItsPackages() throws Exception {
        assertThat(read("[[writers.postgresql]]").postgresql())
                .containsExactly(
                        new PostgresqlSettings(
                                "postgresql",
                                ServerAddress.unix("/run/postgresql/.s.PGSQL.5432"),
                                "openvss",
                                Secret.NONE,
                                "postgres",
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(300),
                                List.of()));
    }

    @Test
    void postgresqlReadsEveryKey() throws Exception {
        String all =
                """
                [[writers.postgresql]]
                name = "books"
                socket_directory = "/srv/run"
                port = 5433
                user = "copier"
                password_file = "/etc/openvss/books.password"
                database = "library"
                lock_timeout_seconds = 3
                checkpoint_timeout_seconds = 60
                paths = ["/srv/books"]
                """;
        PostgresqlSettings books =
                new PostgresqlSettings(
                        "books",
                        ServerAddress.unix("/srv/run/.s.PGSQL.5433"),
                        "copier",
                        new SecretFile("/etc/openvss/books.password"),
                        "library",
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(60),
                        List.of("/srv/books"));
        assertThat(read(all).postgresql()).containsExactly(books);
        assertThat(read(all + "tcp = true").postgresql().getFirst().address())
                .isEqualTo(ServerAddress.tcp(5433));
    }

    @Test
    void mariadbHasTheDefaultsOfItsPackages() throws Exception {
        assertThat(read("[[writers.mariadb]]").mariadb())
                .containsExactly(
                        new MariadbSettings(
                                "mariadb",
                                ServerAddress.unix("/run/mysqld/mysqld.sock"),
                                "openvss",
                                Secret.NONE,
                                Duration.ofSeconds(5),
                                List.of()));
    }

    @Test
    void mariadbReadsEveryKey() throws Exception {
        String all =
                """
                [[writers.mariadb]]
                name = "orders"
                socket = "/srv/run/orders.sock"
                port = 3307
                user = "copier"
                password_file = "/etc/openvss/orders.password"
                lock_timeout_seconds = 4
                paths = ["/srv/orders"]
                """;
        assertThat(read(all).mariadb())
                .containsExactly(
                        new MariadbSettings(
                                "orders",
                                ServerAddress.unix("/srv/run/orders.sock"),
                                "copier",
                                new SecretFile("/etc/openvss/orders.password"),
                                Duration.ofSeconds(4),
                                List.of("/srv/orders")));
        assertThat(read(all + "tcp = true").mariadb().getFirst().address())
                .isEqualTo(ServerAddress.tcp(3307));
    }

    @Test
    void severalServersNeedNamesOfTheirOwn() throws Exception {
        assertThat(read("[[writers.mariadb]]\n[[writers.mariadb]]\nname = 'two'\n").mariadb())
                .extracting(MariadbSettings::name)
                .containsExactly("mariadb", "two");
        refused(
                "[[writers.mariadb]]\n[[writers.mariadb]]\n",
                "the name 'mariadb' is taken; choose another one");
        refused(
                "[[writers.postgresql]]\nname = 'db'\n[[writers.mariadb]]\nname = 'db'\n",
                "the name 'db' is taken");
    }

    @Test
    void wrongValuesAreRefused() {
        String postgresql = "[[writers.postgresql]]\n";
        refused(postgresql + "password = 'x'", "unknown key 'password'");
        refused(postgresql + "password_file = 'x'", "'password_file' must be an absolute path");
        refused(postgresql + "socket_directory = 'x'", "must be an absolute path");
        refused(postgresql + "port = 0", "'port' must be from 1 to 65535");
        refused(
                postgresql + "lock_timeout_seconds = 21",
                "'lock_timeout_seconds' must be from 1 to 20");
        refused(
                postgresql + "lock_timeout_seconds = 0",
                "'lock_timeout_seconds' must be from 1 to 20");
        refused(postgresql + "checkpoint_timeout_seconds = 541", "must be from 1 to 540");
        refused(postgresql + "paths = ['x']", "'paths' must be an absolute path");
        refused(postgresql + "name = ''", "'name' must be 1 to 64 letters");
        refused("[[writers.mariadb]]\nsocket = 'x'", "'socket' must be an absolute path");
        refused("[[writers.mariadb]]\nlock_timeout_seconds = 21", "must be from 1 to 20");
        refused("[[writers.mariadb]]\ndatabase = 'x'", "unknown key 'database'");
    }

    private static Configuration.Writers read(String content) throws VssException {
        return Configuration.parse("/etc/x.toml", content).writers();
    }

    private static void refused(String content, String why) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(VssException.class)
                .hasMessageContaining(why);
    }
}
