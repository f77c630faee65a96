package org.openvss.writer.hooks;

import java.util.List;
import org.openvss.ApplicationLevel;

/**
 * One folder of hooks, as the configuration names it: executables that are called with {@code
 * freeze} and {@code thaw}.
 *
 * @param name name of the writer, for {@code --writer} and in tables
 * @param directory absolute path of the folder
 * @param level stage at which the hooks are called
 * @param paths absolute folders with the application's files; empty means that the writer belongs
 *     to every set
 * @param prove whether the hooks answer {@code status} after the cut: exit code 0 means still
 *     frozen. Without it the proof is only that every freeze had succeeded and no thaw was run
 */
public record HookFolder(
        String name, String directory, ApplicationLevel level, List<String> paths, boolean prove) {
    /** Copies the list. */
    public HookFolder {
        paths = List.copyOf(paths);
    }
}
