package org.openvss.embedded.configuration;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.provider.lvm.LvmSettings;
import org.openvss.writer.hooks.HookFolder;
import org.openvss.writer.mariadb.MariadbSettings;
import org.openvss.writer.postgresql.PostgresqlSettings;
import org.openvss.writer.redis.RedisServer;
import org.openvss.writer.sqlite.SqliteDatabases;

/**
 * What an administrator may set, with its types and limits checked; {@code docs/configuration.md}
 * documents every key.
 *
 * <p>A value: it opens nothing and starts nothing. A file that contains anything unknown is refused
 * whole, so that a misspelt safety limit is never ignored.
 *
 * @param limits how long things may take
 * @param gate how the gate works
 * @param image settings of the provider {@code image}
 * @param lvm settings of the provider {@code lvm}
 * @param storage how many copies of each volume are kept, and how much space they may take
 * @param writers the applications that take part
 * @param stateFolder absolute path of the state folder, or empty for the default; {@code --state}
 *     counts more
 */
public record Configuration(
        Limits limits,
        Gate gate,
        Image image,
        LvmSettings lvm,
        Storage storage,
        Writers writers,
        Optional<String> stateFolder) {
    /** The file that is read if no other is named; it need not exist. */
    public static final String DEFAULT_FILE = "/etc/openvss/openvss.toml";

    /**
     * How long things may take; the two limits of frozen time can only be shortened.
     *
     * @param writers longest time from the first freeze of a writer to its thaw; at most 60 s
     * @param hold longest time that the gate holds writes; at most 10 s
     * @param waitForCreation how long {@code --wait} without a number waits for another creation
     */
    public record Limits(Duration writers, Duration hold, Duration waitForCreation) {
        static final Limits DEFAULTS =
                new Limits(Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(600));
    }

    /**
     * How the gate works.
     *
     * @param rcuExpedited whether the kernel is told to expedite RCU while the gate closes and
     *     opens, which makes the held time shorter
     * @param keepRunning units, or paths of control groups, that are never frozen, whatever they
     *     write to; beside those that never are
     */
    public record Gate(boolean rcuExpedited, List<String> keepRunning) {
        static final Gate DEFAULTS = new Gate(true, List.of());

        /** Copies the list. */
        public Gate {
            keepRunning = List.copyOf(keepRunning);
        }
    }

    /**
     * Settings of the provider {@code image}.
     *
     * @param reserveMebibytes room that must be left on the host file system of each volume for the
     *     growth of the copy, in MiB
     */
    public record Image(long reserveMebibytes) {
        static final Image DEFAULTS = new Image(64);
    }

    /**
     * How many copies are kept; a volume without a limit keeps all of them.
     *
     * @param limits one for each volume, no volume twice
     */
    public record Storage(List<StorageLimit> limits) {
        static final Storage UNLIMITED = new Storage(List.of());

        /** Copies the list. */
        public Storage {
            limits = List.copyOf(limits);
        }
    }

    /**
     * How many persistent copies of a volume are kept. When a new one passes a limit the oldest go
     * that nobody uses.
     *
     * @param volume absolute path of a mount point of the volume
     * @param mostCopies most copies
     * @param mostMebibytes most MiB that deleting the copies one by one would free
     */
    public record StorageLimit(
            String volume, OptionalLong mostCopies, OptionalLong mostMebibytes) {}

    /**
     * The applications that take part, one writer for each; no two have the same name.
     *
     * @param hooks folders with hooks, in the order of the file
     * @param postgresql PostgreSQL servers, in the order of the file
     * @param mariadb MariaDB servers, in the order of the file
     * @param sqlite SQLite databases, in the order of the file
     * @param redis Redis servers, in the order of the file
     */
    public record Writers(
            List<HookFolder> hooks,
            List<PostgresqlSettings> postgresql,
            List<MariadbSettings> mariadb,
            List<SqliteDatabases> sqlite,
            List<RedisServer> redis) {
        static final Writers NONE =
                new Writers(List.of(), List.of(), List.of(), List.of(), List.of());

        /** Copies the lists. */
        public Writers {
            hooks = List.copyOf(hooks);
            postgresql = List.copyOf(postgresql);
            mariadb = List.copyOf(mariadb);
            sqlite = List.copyOf(sqlite);
            redis = List.copyOf(redis);
        }
    }

    /** Returns what counts without a file. */
    public static Configuration defaults() {
        return new Configuration(
                Limits.DEFAULTS,
                Gate.DEFAULTS,
                Image.DEFAULTS,
                LvmSettings.standard(),
                Storage.UNLIMITED,
                Writers.NONE,
                Optional.empty());
    }

    /**
     * Reads a file that has been named; it must exist.
     *
     * @param file path of the file
     * @throws VssException {@link HResult#E_INVALIDARG} if it does not exist, others may change it,
     *     or its content is wrong; {@link HResult#E_ACCESSDENIED} if it may not be read
     */
    public static Configuration read(String file) throws VssException {
        return parse(
                file,
                ConfigurationFile.content(file)
                        .orElseThrow(() ->
                                new VssException(
                                        HResult.E_INVALIDARG,
                                        "configuration "
                                                + file
                                                + " does not exist; correct --config or"
                                                + " leave it out")));
    }

    /**
     * Reads {@link #DEFAULT_FILE}, or returns the defaults if there is none.
     *
     * @throws VssException as {@link #read}
     */
    public static Configuration readDefault() throws VssException {
        return readIfPresent(DEFAULT_FILE);
    }

    static Configuration readIfPresent(String file) throws VssException {
        Optional<String> content = ConfigurationFile.content(file);
        return content.isPresent() ? parse(file, content.get()) : defaults();
    }

    static Configuration parse(String file, String content) throws VssException {
        return ConfigurationReader.read(new TomlSource(file, content));
    }
}
