package org.openvss.embedded;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.embedded.configuration.Configuration;
import org.openvss.gate.RuntimeFolder;
import org.openvss.linux.Errno;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Privileges;

/**
 * What this process may do, and the folders that follow from it.
 *
 * @param privileged whether it may freeze and mount, found out by trying
 * @param stateFolder absolute folder for catalog, journal and mounted copies
 * @param runtime folder for locks and ledgers; empty after a reboot
 */
record Places(boolean privileged, String stateFolder, RuntimeFolder runtime) {
    private static final String STATE = "/var/lib/openvss";

    static Places of(LocalVssOptions options, Configuration configuration) throws VssException {
        boolean privileged;
        try {
            privileged = Privileges.mayFreeze() && Privileges.mayMount();
        } catch (LinuxException e) {
            throw new VssException(
                    HResult.VSS_E_UNEXPECTED,
                    "it cannot be found out what this process may do: " + e.getMessage(),
                    e);
        }
        String state = options.stateFolder();
        if (state == null) {
            state = configuration.stateFolder().orElse(privileged ? STATE : ownState());
        }
        state = Paths.absolute(state);
        return new Places(privileged, state, RuntimeFolder.establish());
    }

    /**
     * Makes the state folder.
     *
     * @throws VssException {@code E_ACCESSDENIED}, {@code VSS_E_INSUFFICIENT_STORAGE}
     */
    void makeState() throws VssException {
        String folder = stateFolder;
        try {
            Folders.make(folder).close();
        } catch (LinuxException e) {
            HResult code =
                    switch (e.errno()) {
                        case Errno.EACCES, Errno.EPERM -> HResult.E_ACCESSDENIED;
                        case Errno.ENOSPC, Errno.EDQUOT -> HResult.VSS_E_INSUFFICIENT_STORAGE;
                        case Errno.ENOTDIR, Errno.ENAMETOOLONG, Errno.EINVAL, Errno.ELOOP ->
                                HResult.E_INVALIDARG;
                        default -> HResult.VSS_E_UNEXPECTED;
                    };
            throw new VssException(
                    code,
                    "the folder "
                            + folder
                            + " cannot be used: "
                            + e.getMessage()
                            + "; name another one with --state, or run vss as root",
                    e);
        }
    }

    private static String ownState() {
        String base = environment("XDG_STATE_HOME");
        if (base == null) {
            base = Paths.join(homeFolder(), ".local/state");
        }
        return Paths.join(base, "openvss");
    }

    private static String homeFolder() {
        return Objects.requireNonNullElse(
                environment("HOME"), System.getProperty("user.home", "/"));
    }

    /** Returns a variable that names an absolute folder; others count as not set. */
    private static @Nullable String environment(String name) {
        String value = System.getenv(name);
        return value == null || !value.startsWith("/") ? null : value;
    }
}
