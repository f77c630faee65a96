package org.openvss.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.openvss.VssException;
import org.openvss.catalog.FileCatalog;
import org.openvss.catalog.FileJournal;
import org.openvss.coordinator.CoordinatorLimits;
import org.openvss.coordinator.CoordinatorParts;
import org.openvss.coordinator.port.CreationListener;
import org.openvss.coordinator.port.CreationLock;
import org.openvss.coordinator.port.Gate;
import org.openvss.coordinator.port.Workers;
import org.openvss.embedded.configuration.Configuration;
import org.openvss.gate.GateOptions;
import org.openvss.gate.LinuxGate;
import org.openvss.gate.MachineCreationLock;
import org.openvss.provider.Provider;
import org.openvss.provider.btrfs.BtrfsProvider;
import org.openvss.provider.copy.CopyProvider;
import org.openvss.provider.image.ImageLimits;
import org.openvss.provider.image.ImageProvider;
import org.openvss.provider.lvm.LvmProvider;
import org.openvss.writer.TransactionManager;
import org.openvss.writer.Writer;
import org.openvss.writer.hooks.HookFolder;
import org.openvss.writer.hooks.HooksWriter;
import org.openvss.writer.mariadb.MariadbServer;
import org.openvss.writer.mariadb.MariadbSettings;
import org.openvss.writer.postgresql.PostgresqlServer;
import org.openvss.writer.postgresql.PostgresqlSettings;
import org.openvss.writer.redis.RedisServer;
import org.openvss.writer.redis.RedisWriter;
import org.openvss.writer.sqlite.SqliteDatabases;
import org.openvss.writer.sqlite.SqliteWriter;

/**
 * The parts of the service on this machine, chosen by configuration and privilege: the one place
 * that names their classes.
 */
record LocalParts(
        Places places,
        Configuration configuration,
        List<Provider> providers,
        List<Writer> writers,
        List<TransactionManager> transactionManagers,
        Gate gate,
        CreationLock lock,
        FileCatalog catalog,
        FileJournal journal,
        LockedClaims claims,
        LinuxVolumeResolver resolver,
        CopyMounts mounts,
        Workers workers,
        SystemTime time,
        CreationListener listener) {
    private static final long BYTES_PER_MEBIBYTE = 1L << 20;

    LocalParts {
        providers = List.copyOf(providers);
        writers = List.copyOf(writers);
        transactionManagers = List.copyOf(transactionManagers);
    }

    /** Chooses and connects the parts; opens nothing. */
    static LocalParts wire(LocalVssOptions options, Configuration configuration, Places places)
            throws VssException {
        Path state = Path.of(places.stateFolder());
        SystemTime time = new SystemTime();
        FileCatalog catalog = FileCatalog.in(state);
        Duration wait = options.lockWait();
        return new LocalParts(
                places,
                configuration,
                providers(configuration, places),
                writers(configuration, options.applications()),
                options.applications().transactionManagers(),
                places.privileged()
                        ? new LinuxGate(places.runtime(), gateOptions(configuration, places))
                        : new UnprivilegedGate(time),
                new MachineCreationLock(
                        places.runtime(),
                        wait == null ? configuration.limits().waitForCreation() : wait),
                catalog,
                FileJournal.in(state),
                new LockedClaims(places.runtime().path().toString()),
                new LinuxVolumeResolver(new VolumeLayers()),
                new CopyMounts(places.stateFolder(), places.privileged(), options.surfacing()),
                new PlatformWorkers(),
                time,
                options.listener());
    }

    /** Of those that would take a volume, the one that stands first gets it. */
    private static List<Provider> providers(Configuration configuration, Places places) {
        List<Provider> providers = new ArrayList<>();
        for (Provider provider :
                List.of(
                        new LvmProvider(configuration.lvm()),
                        new BtrfsProvider(),
                        new ImageProvider(imageLimits(configuration)))) {
            providers.add(places.privileged() ? provider : new DeniedProvider(provider));
        }
        providers.add(new CopyProvider(Paths.join(places.stateFolder(), "trees")));
        return providers;
    }

    private static ImageLimits imageLimits(Configuration configuration) {
        ImageLimits standard = ImageLimits.standard();
        return new ImageLimits(
                standard.longestCut(),
                configuration.image().reserveMebibytes() * BYTES_PER_MEBIBYTE,
                standard.reservePercent());
    }

    private static List<Writer> writers(Configuration configuration, Applications applications) {
        List<Writer> writers = new ArrayList<>(applications.writers());
        for (HookFolder folder : configuration.writers().hooks()) {
            writers.add(new HooksWriter(folder));
        }
        for (PostgresqlSettings server : configuration.writers().postgresql()) {
            writers.add(PostgresqlServer.writer(server));
        }
        for (MariadbSettings server : configuration.writers().mariadb()) {
            writers.add(MariadbServer.writer(server));
        }
        for (SqliteDatabases databases : configuration.writers().sqlite()) {
            writers.add(new SqliteWriter(databases));
        }
        for (RedisServer server : configuration.writers().redis()) {
            writers.add(new RedisWriter(server.pausedAtMost(configuration.limits().writers())));
        }
        return writers;
    }

    private static GateOptions gateOptions(Configuration configuration, Places places) {
        GateOptions usual = GateOptions.usual(places.stateFolder());
        return new GateOptions(
                        usual.stateFolder(),
                        configuration.gate().rcuExpedited(),
                        usual.firstFlushLimit(),
                        usual.secondFlushLimit(),
                        usual.cutLimit(),
                        usual.keepRunning())
                .alsoKeeping(configuration.gate().keepRunning());
    }

    /**
     * Returns what the coordinator works with.
     *
     * @param creationLock the lock as a creation takes it
     */
    CoordinatorParts forCoordinator(CreationLock creationLock) {
        CoordinatorLimits usual = CoordinatorLimits.usual();
        return new CoordinatorParts(
                providers,
                writers,
                transactionManagers,
                gate,
                creationLock,
                journal,
                catalog,
                claims,
                resolver,
                mounts,
                workers,
                time,
                listener,
                new CoordinatorLimits(
                        usual.identify(),
                        usual.prepareWriters(),
                        usual.endPrepare(),
                        configuration.limits().writers(),
                        configuration.limits().hold(),
                        usual.release(),
                        usual.finish()),
                HostName.read(),
                UUID::randomUUID);
    }
}
