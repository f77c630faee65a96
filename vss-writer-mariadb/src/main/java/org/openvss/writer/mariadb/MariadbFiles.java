package org.openvss.writer.mariadb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.writer.WriterException;
import org.openvss.writer.sql.DataFolder;
import org.openvss.writer.sql.DatabaseFiles;

/**
 * Where a MariaDB server keeps its data: data folder, databases linked out of it, the folders of
 * InnoDB and Aria, files of tables that lie elsewhere, binary logs.
 */
final class MariadbFiles {
    /** Variables with a folder, by what it holds. */
    private static final Map<String, String> FOLDERS =
            new TreeMap<>(
                    Map.of(
                            "innodb_data_home_dir", "InnoDB system tablespace",
                            "innodb_log_group_home_dir", "InnoDB redo log",
                            "innodb_undo_directory", "InnoDB undo log",
                            "aria_log_dir_path", "Aria log",
                            "wsrep_data_home_dir", "Galera"));

    /** Variables with the beginning of file names, by what the files are. */
    private static final Map<String, String> FILES =
            new TreeMap<>(
                    Map.of(
                            "log_bin_basename", "binary log",
                            "log_bin_index", "index of the binary log",
                            "relay_log_basename", "relay log"));

    private final DataFolder data;
    private final List<DatabaseFiles.Place> places = new ArrayList<>();

    private MariadbFiles(DataFolder data) {
        this.data = data;
        places.add(new DatabaseFiles.Place("data folder", data.path()));
        places.addAll(data.outlets());
    }

    /**
     * Asks the server, and looks at the data folder.
     *
     * @throws WriterException if the folder is not that of a server on this machine
     */
    static DatabaseFiles of(Connection connection) throws SQLException, WriterException {
        Map<String, String> variables = new HashMap<>();
        List<String> tablespaces = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SHOW GLOBAL VARIABLES")) {
                while (rows.next()) {
                    variables.put(rows.getString(1), rows.getString(2));
                }
            }
            requireMariadb(variables.get("version"));
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT FILENAME FROM information_schema.INNODB_SYS_TABLESPACES WHERE"
                                    + " FILENAME LIKE '/%' OR FILENAME LIKE '../%' ORDER BY"
                                    + " FILENAME")) {
                while (rows.next()) {
                    tablespaces.add(rows.getString(1));
                }
            }
        }
        DataFolder data = DataFolder.open(folder(variables.getOrDefault("datadir", "")));
        if (!data.holds("mysql")) {
            throw DataFolder.elsewhere(data.path(), "it holds no database 'mysql'");
        }
        MariadbFiles files = new MariadbFiles(data);
        for (Map.Entry<String, String> folder : FOLDERS.entrySet()) {
            files.add(folder.getValue(), variables.get(folder.getKey()));
        }
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            files.addFolderOf(file.getValue(), variables.get(file.getKey()));
        }
        for (String file : tablespaces) {
            files.addFolderOf("tables of InnoDB", file);
        }
        return new DatabaseFiles(files.places);
    }

    private static void requireMariadb(@Nullable String version) throws WriterException {
        if (version == null || !version.contains("MariaDB")) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                    "the server of version "
                            + version
                            + " is no MariaDB: it has no backup stages, so it cannot be held");
        }
    }

    private void addFolderOf(String purpose, @Nullable String file) throws WriterException {
        if (file != null && file.contains("/")) {
            add(purpose, file.substring(0, file.lastIndexOf('/') + 1));
        }
    }

    /**
     * Adds a folder, which the server names as seen from its data folder, unless it is part of it.
     */
    private void add(String purpose, @Nullable String name) throws WriterException {
        if (name == null || name.isEmpty()) {
            return;
        }
        String path = folder(name.startsWith("/") ? name : data.path() + "/" + name);
        if (!data.contains(path) && places.stream().noneMatch(place -> place.path().equals(path))) {
            places.add(new DatabaseFiles.Place(purpose, path));
        }
    }

    /** Returns a folder without slashes at its end and without steps that lead nowhere. */
    private static String folder(String path) {
        String folder = path;
        while (folder.endsWith("/.") || (folder.endsWith("/") && folder.length() > 1)) {
            folder = folder.substring(0, folder.length() - 1);
        }
        return folder;
    }
}
