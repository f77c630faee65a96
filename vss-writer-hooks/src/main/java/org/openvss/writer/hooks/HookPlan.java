package org.openvss.writer.hooks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.openvss.HResult;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.DirectoryEntry;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.FileType;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.PathBytes;
import org.openvss.writer.WriterException;

/**
 * The hooks of a folder in their order, opened and found safe to run.
 *
 * <p>Whoever can write a hook can do what we can do; so folder and hooks must belong to root or to
 * us, and nobody else may write them. Runs nothing itself.
 */
final class HookPlan implements AutoCloseable {
    private static final int ROOT = 0;
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int EXECUTABLE = 0111;

    /** Backups of editors and package managers, as the dispatcher of qemu's guest agent knows. */
    private static final Pattern IGNORED =
            Pattern.compile(
                    "\\..*|.*~|.*\\.(bak|orig|rpmnew|rpmorig|rpmsave|sample|swp"
                            + "|dpkg-(old|new|tmp|dist|bak|backup|remove))");

    private final List<Hook> hooks;

    private HookPlan(List<Hook> hooks) {
        this.hooks = List.copyOf(hooks);
    }

    /**
     * Opens and checks a folder and its hooks.
     *
     * @param directory absolute path of the folder
     * @throws WriterException if it cannot be read, is not safe, or has no hooks
     */
    static HookPlan open(String directory) throws WriterException {
        List<Hook> hooks = new ArrayList<>();
        boolean complete = false;
        try {
            int user = runningUser();
            int flags = OpenFlags.READ_ONLY | OpenFlags.DIRECTORY | OpenFlags.NO_FOLLOW;
            try (Fd folder = FileCalls.open(directory, flags)) {
                requireSafe(directory, AttributeCalls.fstat(folder), user);
                for (String name : names(folder)) {
                    hooks.add(open(folder, directory, name, user));
                }
            }
            if (hooks.isEmpty()) {
                throw refused(directory, "holds no hooks, so nothing would be frozen");
            }
            complete = true;
            return new HookPlan(hooks);
        } catch (LinuxException e) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                    "the hooks in " + directory + " cannot be used: " + e.getMessage(),
                    e.errno(),
                    e);
        } finally {
            if (!complete) {
                hooks.forEach(hook -> hook.file().close());
            }
        }
    }

    /** Returns the hooks in the order of freeze; thaw goes in reverse. */
    List<Hook> hooks() {
        return hooks;
    }

    @Override
    public void close() {
        hooks.forEach(hook -> hook.file().close());
    }

    private static List<String> names(Fd folder) throws LinuxException {
        return DirectoryCalls.list(folder).stream()
                .map(DirectoryEntry::name)
                .filter(name -> !IGNORED.matcher(name).matches())
                .sorted(Comparator.comparing(PathBytes::encode, Arrays::compareUnsigned))
                .toList();
    }

    private static Hook open(Fd folder, String directory, String name, int user)
            throws LinuxException, WriterException {
        String path = directory.endsWith("/") ? directory + name : directory + "/" + name;
        // A handle only: opening a pipe or a device for reading could already do something.
        Fd file = FileCalls.openat(folder, name, OpenFlags.PATH | OpenFlags.NO_FOLLOW);
        boolean good = false;
        try {
            FileStatus status = AttributeCalls.fstat(file);
            if (status.type() != FileType.REGULAR) {
                throw refused(
                        path, "is not a regular file; move it away, or give it a name ending in ~");
            }
            requireSafe(path, status, user);
            if ((status.mode() & EXECUTABLE) == 0) {
                throw refused(path, "is not executable; use chmod u+x, or move it away");
            }
            good = true;
            return new Hook(path, file);
        } finally {
            if (!good) {
                file.close();
            }
        }
    }

    private static void requireSafe(String path, FileStatus status, int user)
            throws WriterException {
        if (status.ownerId() != ROOT && status.ownerId() != user) {
            throw refused(
                    path, "belongs to user " + status.ownerId() + "; use chown root to trust it");
        }
        if ((status.mode() & WRITABLE_BY_OTHERS) != 0) {
            throw refused(
                    path,
                    "can be written by its group or by others (mode %04o); use chmod go-w"
                            .formatted(status.mode()));
        }
    }

    /** Returns the effective user id of this process: the kernel makes it the owner in /proc. */
    private static int runningUser() throws LinuxException {
        return AttributeCalls.statx("/proc/self").ownerId();
    }

    private static WriterException refused(String path, String why) {
        return new WriterException(HResult.VSS_E_WRITERERROR_NONRETRYABLE, path + " " + why);
    }
}
