package org.openvss.writer.sqlite;

import java.util.ArrayList;
import java.util.List;
import org.openvss.HResult;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.Command;
import org.openvss.linux.FileStatus;
import org.openvss.linux.FileType;
import org.openvss.linux.LinuxException;
import org.openvss.writer.WriterException;

/**
 * How {@code sqlite3} is called: always as the user and group of the database file, so that what
 * SQLite makes beside it is as if the application had made it, and so that nothing that lies beside
 * it can make root do anything.
 */
final class Sqlite3Program {
    private static final int ROOT = 0;
    private static final List<String> FOLDERS =
            List.of("/usr/bin/", "/bin/", "/usr/local/bin/", "/usr/sbin/", "/sbin/");
    private static final List<String> ENVIRONMENT =
            List.of("PATH=/usr/bin:/bin", "HOME=/nonexistent", "LC_ALL=C.UTF-8");

    private Sqlite3Program() {}

    /**
     * Returns the call for a database.
     *
     * @param database the file
     * @param knownUser whether its owner has an entry among the users of the system, and with it
     *     groups
     * @throws WriterException if a program is not installed
     */
    static Command command(DatabaseFile database, boolean knownUser) throws WriterException {
        FileStatus self;
        try {
            self = AttributeCalls.statx("/proc/self");
        } catch (LinuxException e) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                    "it cannot be found out who we are: " + e.getMessage());
        }
        List<String> arguments = new ArrayList<>();
        FileStatus file = database.status();
        if (self.ownerId() == ROOT && file.ownerId() != ROOT) {
            arguments.add(find("setpriv", "util-linux"));
            arguments.add("--reuid=" + file.ownerId());
            arguments.add("--regid=" + file.groupId());
            arguments.add(knownUser ? "--init-groups" : "--clear-groups");
            arguments.add("--no-new-privs");
        }
        arguments.add(find("sqlite3", "sqlite3"));
        arguments.addAll(List.of("-batch", "-init", "/dev/null", database.uri()));
        return Command.inOwnSession(arguments.getFirst(), arguments, ENVIRONMENT).withFolder("/");
    }

    private static String find(String program, String packageName) throws WriterException {
        for (String folder : FOLDERS) {
            if (isFile(folder + program)) {
                return folder + program;
            }
        }
        throw new WriterException(
                HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                "the program "
                        + program
                        + " is not installed; install the package "
                        + packageName
                        + " to freeze SQLite databases");
    }

    private static boolean isFile(String path) {
        try {
            return AttributeCalls.statx(path).type() == FileType.REGULAR;
        } catch (LinuxException e) {
            return false;
        }
    }
}
