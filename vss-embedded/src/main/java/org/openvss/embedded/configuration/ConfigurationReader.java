package org.openvss.embedded.configuration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.openvss.VssException;
import org.openvss.provider.lvm.LvmSettings;

/**
 * Turns the tables of a file into a {@link Configuration}: which keys there are, and their limits.
 * The tables of writers are read by {@link WritersReader}.
 */
final class ConfigurationReader {
    private static final long DAY_SECONDS = 24L * 60 * 60;
    private static final long LARGEST_RESERVE_MEBIBYTES = 1L << 40;

    private ConfigurationReader() {}

    static Configuration read(TomlSource source) throws VssException {
        TomlTable file = new TomlTable(source, "", source.parse());
        Configuration configuration =
                new Configuration(
                        limits(file.table("limits")),
                        gate(file.table("gate")),
                        image(file.table("image")),
                        lvm(file.table("lvm")),
                        storage(file.table("storage")),
                        new WritersReader().read(file.table("writers")),
                        state(file.table("state")));
        file.refuseOthers();
        return configuration;
    }

    private static Configuration.Limits limits(TomlTable table) throws VssException {
        Configuration.Limits defaults = Configuration.Limits.DEFAULTS;
        Configuration.Limits limits =
                new Configuration.Limits(
                        seconds(table, "writers_seconds", defaults.writers(), 1, 60),
                        seconds(table, "hold_seconds", defaults.hold(), 1, 10),
                        seconds(table, "wait_seconds", defaults.waitForCreation(), 0, DAY_SECONDS));
        table.refuseOthers();
        return limits;
    }

    private static Duration seconds(
            TomlTable table, String key, Duration absent, long least, long most)
            throws VssException {
        return Duration.ofSeconds(table.number(key, absent.toSeconds(), least, most));
    }

    private static Configuration.Gate gate(TomlTable table) throws VssException {
        Configuration.Gate gate =
                new Configuration.Gate(
                        table.flag("rcu_expedited", Configuration.Gate.DEFAULTS.rcuExpedited()),
                        table.texts("keep_running"));
        table.refuseOthers();
        return gate;
    }

    private static Configuration.Image image(TomlTable table) throws VssException {
        Configuration.Image image =
                new Configuration.Image(
                        table.number(
                                "reserve_mib",
                                Configuration.Image.DEFAULTS.reserveMebibytes(),
                                0,
                                LARGEST_RESERVE_MEBIBYTES));
        table.refuseOthers();
        return image;
    }

    private static LvmSettings lvm(TomlTable table) throws VssException {
        LvmSettings standard = LvmSettings.standard();
        LvmSettings lvm =
                new LvmSettings(
                        percent(table, "area_percent", standard.areaPercent(), 1, 100),
                        standard.leastAreaBytes(),
                        percent(table, "full_percent", standard.fullPercent(), 1, 100),
                        percent(table, "extend_at_percent", standard.extendAtPercent(), 50, 100),
                        percent(table, "extend_by_percent", standard.extendByPercent(), 1, 100),
                        percent(table, "give_up_percent", standard.giveUpPercent(), 50, 99));
        table.refuseOthers();
        return lvm;
    }

    private static int percent(TomlTable table, String key, int absent, int least, int most)
            throws VssException {
        return (int) table.number(key, absent, least, most);
    }

    private static Configuration.Storage storage(TomlTable table) throws VssException {
        List<Configuration.StorageLimit> limits = new ArrayList<>();
        Set<String> volumes = new HashSet<>();
        for (TomlTable one : table.tables("limits")) {
            String volume = one.required("volume", one.text("volume"));
            one.requireAbsolute("volume", volume);
            if (!volumes.add(volume)) {
                throw one.error("volume", "'" + volume + "' has a limit already; write one only");
            }
            Configuration.StorageLimit limit =
                    new Configuration.StorageLimit(
                            volume, most(one, "max_copies"), most(one, "max_mib"));
            one.refuseOthers();
            if (limit.mostCopies().isEmpty() && limit.mostMebibytes().isEmpty()) {
                throw one.error("volume", "'max_copies' or 'max_mib' is missing for " + volume);
            }
            limits.add(limit);
        }
        table.refuseOthers();
        return new Configuration.Storage(limits);
    }

    private static OptionalLong most(TomlTable table, String key) throws VssException {
        long value = table.number(key, 0, 1, LARGEST_RESERVE_MEBIBYTES);
        return value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static Optional<String> state(TomlTable table) throws VssException {
        Optional<String> directory = table.text("directory");
        if (directory.isPresent()) {
            table.requireAbsolute("directory", directory.get());
        }
        table.refuseOthers();
        return directory;
    }
}
