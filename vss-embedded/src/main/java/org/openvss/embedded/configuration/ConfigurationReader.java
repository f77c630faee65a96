package org.openvss.embedded.configuration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.openvss.ApplicationLevel;
import org.openvss.VssException;
import org.openvss.writer.hooks.HookFolder;

/**
 * Turns the tables of a file into a {@link Configuration}: which keys there are, and their limits.
 */
final class ConfigurationReader {
    private static final long DAY_SECONDS = 24L * 60 * 60;
    private static final long LARGEST_RESERVE_MEBIBYTES = 1L << 40;
    private static final Pattern WRITER_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private ConfigurationReader() {}

    static Configuration read(TomlSource source) throws VssException {
        TomlTable file = new TomlTable(source, "", source.parse());
        Configuration configuration =
                new Configuration(
                        limits(file.table("limits")),
                        gate(file.table("gate")),
                        image(file.table("image")),
                        writers(file.table("writers")),
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
                        table.flag("rcu_expedited", Configuration.Gate.DEFAULTS.rcuExpedited()));
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

    private static Optional<String> state(TomlTable table) throws VssException {
        Optional<String> directory = table.text("directory");
        if (directory.isPresent()) {
            requireAbsolute(table, "directory", directory.get());
        }
        table.refuseOthers();
        return directory;
    }

    private static List<HookFolder> writers(TomlTable table) throws VssException {
        List<HookFolder> folders = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (TomlTable hooks : table.tables("hooks")) {
            HookFolder folder = hookFolder(hooks);
            if (!names.add(folder.name())) {
                throw hooks.error(
                        "name", "the name '" + folder.name() + "' is taken; choose another one");
            }
            folders.add(folder);
        }
        table.refuseOthers();
        return folders;
    }

    private static HookFolder hookFolder(TomlTable table) throws VssException {
        ApplicationLevel level = level(table);
        List<String> paths = table.texts("paths");
        boolean prove = table.flag("prove", true);
        Optional<String> givenName = table.text("name");
        Optional<String> givenDirectory = table.text("directory");
        // A misspelt key before a missing one: it is most likely the same mistake.
        table.refuseOthers();
        String name = table.required("name", givenName);
        String directory = table.required("directory", givenDirectory);
        if (!WRITER_NAME.matcher(name).matches()) {
            throw table.error(
                    "name",
                    "'name' must be 1 to 64 letters, digits, dots, underscores or hyphens, not '"
                            + name
                            + "'");
        }
        requireAbsolute(table, "directory", directory);
        for (String path : paths) {
            requireAbsolute(table, "paths", path);
        }
        return new HookFolder(name, directory, level, paths, prove);
    }

    private static ApplicationLevel level(TomlTable table) throws VssException {
        String name = table.text("level").orElse("front-end");
        return switch (name) {
            case "front-end" -> ApplicationLevel.FRONT_END;
            case "back-end" -> ApplicationLevel.BACK_END;
            case "system" -> ApplicationLevel.SYSTEM;
            default ->
                    throw table.error(
                            "level",
                            "'level' must be front-end, back-end or system, not '" + name + "'");
        };
    }

    private static void requireAbsolute(TomlTable table, String key, String path)
            throws VssException {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw table.error(key, "'" + key + "' must be an absolute path, not '" + path + "'");
        }
    }
}
