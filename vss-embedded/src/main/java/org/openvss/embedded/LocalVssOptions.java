package org.openvss.embedded;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openvss.coordinator.port.CreationListener;
import org.openvss.writer.TransactionManager;
import org.openvss.writer.Writer;

/**
 * How {@link LocalVss} is to be opened.
 *
 * @param stateFolder absolute folder for catalog, journal and mounted copies; null for the usual
 *     one: {@code /var/lib/openvss}, or {@code $XDG_STATE_HOME/openvss} without privilege
 * @param configurationFile absolute path of the configuration; null for {@code
 *     /etc/openvss/openvss.toml}, which may be missing
 * @param lockWait how long to wait for another creation to end; zero for not at all, null for as
 *     long as the configuration says
 * @param listener hears of progress
 * @param surfacing whether completed copies are mounted below the state folder
 * @param applications applications of this process that take part
 */
public record LocalVssOptions(
        @Nullable String stateFolder,
        @Nullable String configurationFile,
        @Nullable Duration lockWait,
        CreationListener listener,
        boolean surfacing,
        Applications applications) {
    /** Refuses a negative wait. */
    public LocalVssOptions {
        Objects.requireNonNull(listener);
        if (lockWait != null && lockWait.isNegative()) {
            throw new IllegalArgumentException("the wait for the lock is negative: " + lockWait);
        }
    }

    /** Returns the usual folders, no waiting, no listener, copies mounted. */
    public static LocalVssOptions defaults() {
        return new LocalVssOptions(
                null, null, Duration.ZERO, CreationListener.NONE, true, Applications.NONE);
    }

    /** Returns the same options with another state folder and configuration file. */
    public LocalVssOptions withFiles(
            @Nullable String newStateFolder, @Nullable String newConfigurationFile) {
        return new LocalVssOptions(
                newStateFolder, newConfigurationFile, lockWait, listener, surfacing, applications);
    }

    /** Returns the same options with another wait for the lock. */
    public LocalVssOptions withLockWait(@Nullable Duration newLockWait) {
        return new LocalVssOptions(
                stateFolder, configurationFile, newLockWait, listener, surfacing, applications);
    }

    /** Returns the same options with another listener. */
    public LocalVssOptions withListener(CreationListener newListener) {
        return new LocalVssOptions(
                stateFolder, configurationFile, lockWait, newListener, surfacing, applications);
    }

    /** Returns the same options for copies that are not mounted when they are complete. */
    public LocalVssOptions withoutSurfacing() {
        return new LocalVssOptions(
                stateFolder, configurationFile, lockWait, listener, false, applications);
    }

    /** Returns the same options with one writer of this process more. */
    public LocalVssOptions withWriter(Writer writer) {
        return new LocalVssOptions(
                stateFolder,
                configurationFile,
                lockWait,
                listener,
                surfacing,
                applications.and(writer));
    }

    /** Returns the same options with one transaction manager of this process more. */
    public LocalVssOptions withTransactionManager(TransactionManager manager) {
        return new LocalVssOptions(
                stateFolder,
                configurationFile,
                lockWait,
                listener,
                surfacing,
                applications.and(manager));
    }
}
