package org.openvss.embedded.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.openvss.ApplicationLevel;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.provider.lvm.LvmSettings;
import org.openvss.writer.Secret;
import org.openvss.writer.hooks.HookFolder;
import org.openvss.writer.redis.RedisServer;
import org.openvss.writer.sqlite.SqliteDatabases;

class ConfigurationTest {
    private static final String FILE = "/etc/x.toml";

    private static final String EVERY_KEY =
            """
            # as an administrator may write it
            [limits]
            writers_seconds = 30
            hold_seconds = 5
            wait_seconds = 60

            [gate]
            rcu_expedited = false
            keep_running = ["mariadb.service", "/machine.slice"]

            [image]
            reserve_mib = 2048

            [lvm]
            area_percent = 30
            full_percent = 85
            extend_at_percent = 80
            extend_by_percent = 10
            give_up_percent = 93

            [[storage.limits]]
            volume = "/srv"
            max_copies = 7
            max_mib = 1000

            [[storage.limits]]
            volume = "/home"
            max_copies = 1

            [state]
            directory = "/srv/vss"

            [[writers.hooks]]
            name = "shop"
            directory = "/etc/openvss/hooks/shop.d"
            level = "back-end"
            paths = ["/var/lib/shop", "/srv/ü"]
            prove = false

            [[writers.hooks]]
            name = "web"
            directory = "/etc/openvss/hooks/web.d"
            """;

    @Test
    void readsEveryKey() throws Exception {
        Configuration configuration = Configuration.parse(FILE, EVERY_KEY);

        assertThat(configuration).isEqualTo(everyKey());
    }

    private static Configuration everyKey() {
        return new Configuration(
                new Configuration.Limits(
                        Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(60)),
                new Configuration.Gate(false, List.of("mariadb.service", "/machine.slice")),
                new Configuration.Image(2048),
                new LvmSettings(30, 32L << 20, 85, 80, 10, 93),
                new Configuration.Storage(
                        List.of(
                                new Configuration.StorageLimit(
                                        "/srv", OptionalLong.of(7), OptionalLong.of(1000)),
                                new Configuration.StorageLimit(
                                        "/home", OptionalLong.of(1), OptionalLong.empty()))),
                new Configuration.Writers(
                        List.of(
                                new HookFolder(
                                        "shop",
                                        "/etc/openvss/hooks/shop.d",
                                        ApplicationLevel.BACK_END,
                                        List.of("/var/lib/shop", "/srv/ü"),
                                        false),
                                new HookFolder(
                                        "web",
                                        "/etc/openvss/hooks/web.d",
                                        ApplicationLevel.FRONT_END,
                                        List.of(),
                                        true)),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()),
                Optional.of("/srv/vss"));
    }

    @Test
    void anEmptyFileAndEmptyTablesMeanTheDefaults() throws Exception {
        assertThat(Configuration.parse(FILE, "")).isEqualTo(Configuration.defaults());
        assertThat(Configuration.parse(FILE, "[limits]\n[gate]\n[image]\n[writers]\n[state]\n"))
                .isEqualTo(Configuration.defaults());
        assertThat(Configuration.defaults().limits().writers()).isEqualTo(Duration.ofSeconds(60));
        assertThat(Configuration.defaults().limits().hold()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void anUnknownKeyIsToldWithItsLineAndWhatWasMeant() {
        refused(
                "# comment\n[limits]\nhold_second = 5\n",
                "configuration /etc/x.toml line 3: unknown key 'hold_second'; did you mean"
                        + " 'hold_seconds'?");
        refused(
                "[limit]\n",
                "configuration /etc/x.toml line 1: unknown key 'limit'; did you mean"
                        + " 'limits'?");
        refused("limits.hold_second = 5", "line 1: unknown key 'hold_second'");
        refused("\n[[writers.hook]]\n", "line 2: unknown key 'hook'; did you mean 'hooks'?");
        refused(
                hooks("a") + hooks("b") + "colour = 'red'\n",
                "line 7: unknown key 'colour'; known here: directory, level, name, paths, prove");
        refused(hooks("a") + "pats = ['/x']\n", "line 4: unknown key 'pats'; did you mean 'paths'");
        refused("gate = { rcu = true }", "unknown key 'rcu'");
    }

    @Test
    void limitsCanOnlyBeShortened() {
        refused("[limits]\nwriters_seconds = 61", "line 2: 'writers_seconds' must be from 1 to 60");
        refused("[limits]\nhold_seconds = 11", "line 2: 'hold_seconds' must be from 1 to 10");
        refused("[limits]\nhold_seconds = 0", "from 1 to 10, not 0");
        refused("[limits]\nwait_seconds = -1", "from 0 to 86400, not -1");
        refused("[limits]\nhold_seconds = 99999999999999999999999", "from 1 to 10");
    }

    @Test
    void aWrongTypeIsRefused() {
        refused("[limits]\nhold_seconds = \"5\"", "line 2: 'hold_seconds' must be a whole number");
        refused("[limits]\nhold_seconds = 5.0", "must be a whole number");
        refused("[limits]\nhold_seconds = 2026-01-01", "must be a whole number");
        refused("[gate]\nrcu_expedited = \"no\"", "'rcu_expedited' must be true or false");
        refused("[gate]\nkeep_running = \"a\"", "'keep_running' must be a list of texts");
        refused("[gate]\nrcu_expedited = 1", "'rcu_expedited' must be true or false");
        refused("limits = 5", "line 1: 'limits' must be a table: write [limits]");
        refused("[[limits]]", "'limits' must be a table");
        refused("[writers.hooks]\nname = 'a'", "must be a list of tables: write [[writers.hooks]]");
        refused("[writers]\nhooks = [1]", "must be a list of tables");
        refused("[state]\ndirectory = 5", "'directory' must be a text in quotes");
        refused(hooks("a") + "paths = '/x'", "line 4: 'paths' must be a list of texts");
        refused(hooks("a") + "paths = [1]", "'paths' must be a list of texts");
    }

    @Test
    void hooksNeedANameOfTheirOwnAndAbsolutePaths() {
        refused(
                "[[writers.hooks]]\nname = 'a'",
                "line 1: 'directory' is missing in" + " [[writers.hooks]]");
        refused("[[writers.hooks]]\ndirectory = '/a'", "line 1: 'name' is missing");
        refused(hooks("a") + hooks("a"), "line 5: the name 'a' is taken");
        refused(hooks("a b"), "line 2: 'name' must be 1 to 64 letters");
        refused(hooks(""), "'name' must be 1 to 64 letters");
        refused(hooks("a") + "paths = ['/x', 'y']", "'paths' must be an absolute path, not 'y'");
        refused(hooks("a") + "level = 'top'", "'level' must be front-end, back-end or system");
        refused("[[writers.hooks]]\nname = 'a'\ndirectory = 'x'", "must be an absolute path");
        refused("[state]\ndirectory = 'var'", "line 2: 'directory' must be an absolute path");
    }

    @Test
    void sqliteDatabasesAreFilesOrPatternsOfFiles() throws Exception {
        Configuration configuration =
                Configuration.parse(
                        FILE, sqlite("'/srv/a.db', '/srv/t/*.db'") + "lock_timeout_seconds = 9\n");

        assertThat(configuration.writers().sqlite())
                .containsExactly(
                        new SqliteDatabases(
                                "shop",
                                List.of("/srv/a.db", "/srv/t/*.db"),
                                Duration.ofSeconds(9)));
        assertThat(Configuration.parse(FILE, sqlite("'/a'")).writers().sqlite().getFirst())
                .isEqualTo(new SqliteDatabases("shop", List.of("/a"), Duration.ofSeconds(5)));
        refused(sqlite("'/a'") + "lock_timeout_seconds = 51", "must be from 1 to 50, not 51");
        refused(sqlite(""), "line 3: 'databases' must name at least one file");
        refused(sqlite("'a.db'"), "'databases' must be an absolute path, not 'a.db'");
        refused(sqlite("'/srv/*/a.db'"), "* and ? stand in file names only");
        refused(sqlite("'/srv/'"), "'/srv/' is not possible");
        refused(
                "[[writers.sqlite]]\nname = 'a'\ndatabases = ['/a']\n" + hooks("a"),
                "the name 'a' is taken");
    }

    @Test
    void redisServersAreAtASocketOrAtAnAddress() throws Exception {
        String start = "[[writers.redis]]\nname = 'cache'\n";
        RedisServer bySocket =
                Configuration.parse(
                                FILE,
                                start
                                        + "socket = '/run/redis.sock'\nuser = 'backup'\n"
                                        + "password_file = '/etc/secret'\ndata_directory = '/d'\n"
                                        + "save_timeout_seconds = 7\npause_limit_seconds = 30\n")
                        .writers()
                        .redis()
                        .getFirst();
        assertThat(bySocket)
                .isEqualTo(
                        new RedisServer(
                                "cache",
                                UnixDomainSocketAddress.of("/run/redis.sock"),
                                "backup",
                                new SecretFile("/etc/secret"),
                                "/d",
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(30)));
        RedisServer byHost =
                Configuration.parse(FILE, start + "host = '127.0.0.1'\n")
                        .writers()
                        .redis()
                        .getFirst();
        assertThat(byHost)
                .isEqualTo(
                        new RedisServer(
                                "cache",
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 6379),
                                null,
                                Secret.NONE,
                                null,
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(60)));
        refused(start, "give either 'socket', or 'host' with 'port'");
        refused(start + "host = 'a'\nsocket = '/b'\n", "give either 'socket'");
        refused(start + "socket = 'b'\n", "'socket' must be an absolute path");
        refused(start + "host = 'a'\nport = 0\n", "'port' must be from 1 to 65535");
        refused(start + "host = 'a'\npassword = 'x'\n", "unknown key 'password'");
        refused(start + "host = 'a'\npause_limit_seconds = 61\n", "must be from 1 to 60");
    }

    private static String sqlite(String databases) {
        return "[[writers.sqlite]]\nname = 'shop'\ndatabases = [" + databases + "]\n";
    }

    @Test
    void whatIsNotTomlIsRefusedWithTheLine() {
        refused("[limits]\nhold_seconds = \n", "configuration /etc/x.toml line 2: not TOML");
        refused("[limits]\nhold_seconds = 5\nhold_seconds = 6\n", "not TOML");
        refused("{\"limits\": {}}", "line 1: not TOML");
    }

    private static String hooks(String name) {
        return "[[writers.hooks]]\nname = '" + name + "'\ndirectory = '/hooks'\n";
    }

    private static void refused(String content, String why) {
        assertThatThrownBy(() -> Configuration.parse(FILE, content))
                .isInstanceOfSatisfying(
                        VssException.class,
                        e -> assertThat(e.code()).isEqualTo(HResult.E_INVALIDARG))
                .hasMessageContaining(why);
    }
}
