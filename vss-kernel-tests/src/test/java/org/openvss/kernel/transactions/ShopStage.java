package org.openvss.kernel.transactions;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openvss.BackupComponents;
import org.openvss.BackupState;
import org.openvss.DeleteResult;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySet;
import org.openvss.VssAsync;
import org.openvss.VssException;
import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.ScratchException;
import org.openvss.benchmarks.ScratchPlan;
import org.openvss.benchmarks.ScratchVolumes;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.LocalVssOptions;
import org.openvss.examples.shop.Shop;
import org.openvss.examples.shop.ShopAudit;
import org.openvss.kernel.redis.RedisProcess;
import org.openvss.kernel.sql.DatabaseServer;
import org.openvss.kernel.sql.MariadbInstance;
import org.openvss.kernel.sql.PostgresqlInstance;
import org.openvss.kernel.sql.Unprivileged;

/**
 * The shop on real volumes: PostgreSQL and the transaction log on an ext4, MariaDB on an xfs, Redis
 * on another ext4, and the service that makes shadow copies of them. One for each process, as the
 * shop is.
 */
final class ShopStage implements AutoCloseable {
    /** The volumes, by what is on them. */
    static final int ORDERS = 0;

    static final int LEDGER = 1;
    static final int COUNTER = 2;
    private static final long AUDIT_SECONDS = 120;
    private static final long VOLUME_BYTES = 1L << 30;
    private static final String[] AOF = {"--appendonly", "yes", "--appendfsync", "always"};

    private final Path temp;
    private final ScratchVolumes volumes;
    private final ShopServers servers;
    private final RedisProcess counter;
    private final Shop shop;
    private final LocalVss vss;
    private int audits;

    private ShopStage(
            Path temp,
            ScratchVolumes volumes,
            ShopServers servers,
            RedisProcess counter,
            Shop shop,
            LocalVss vss) {
        this.temp = temp;
        this.volumes = volumes;
        this.servers = servers;
        this.counter = counter;
        this.shop = shop;
        this.vss = vss;
    }

    /** Opens the shop; skips the test where that is impossible. */
    static ShopStage open(Path temp) throws Exception {
        ScratchPlan plan =
                ScratchPlan.of(List.of(GuestType.EXT4, GuestType.XFS, GuestType.EXT4))
                        .withGuestBytes(VOLUME_BYTES)
                        .in(temp.toString());
        Optional<String> obstacle =
                Stream.of(
                                ScratchVolumes.obstacle(plan),
                                PostgresqlInstance.obstacle(),
                                MariadbInstance.obstacle())
                        .flatMap(Optional::stream)
                        .findFirst();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        Unprivileged.pass(temp);
        ScratchVolumes volumes = ScratchVolumes.create(plan);
        try {
            return on(volumes, temp);
        } catch (Throwable failure) {
            volumes.close();
            throw failure;
        }
    }

    private static ShopStage on(ScratchVolumes volumes, Path temp) throws Exception {
        Path first = Path.of(volumes.mountPoints().get(ORDERS));
        Path second = Path.of(volumes.mountPoints().get(LEDGER));
        Path third = Path.of(volumes.mountPoints().get(COUNTER));
        Path log = Files.createDirectory(first.resolve("log"));
        ShopServers servers =
                ShopServers.fresh(
                        first.resolve("orders"), second.resolve("ledger"), temp.resolve("run"));
        RedisProcess counter = null;
        try {
            counter = RedisProcess.start(third.resolve("counter"), temp.resolve("counter"), AOF);
            List<String> affected = List.of(first.toString(), second.toString());
            Shop shop = new Shop(servers.databases(), log.toString(), affected);
            shop.createTables();
            LocalVssOptions options =
                    LocalVssOptions.defaults()
                            .withFiles(
                                    temp.resolve("state").toString(),
                                    configuration(temp, servers, counter))
                            .withTransactionManager(shop.gate());
            return new ShopStage(temp, volumes, servers, counter, shop, LocalVss.open(options));
        } catch (Throwable failure) {
            if (counter != null) {
                counter.close();
            }
            servers.close();
            throw failure;
        }
    }

    private static String configuration(Path temp, ShopServers servers, RedisProcess counter)
            throws Exception {
        Path password = Files.writeString(temp.resolve("password"), DatabaseServer.PASSWORD);
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        Path file = temp.resolve("openvss.toml");
        Files.writeString(
                file,
                servers.postgresql().configuration("orders", password)
                        + servers.mariadb().configuration("ledger", password)
                        + "[[writers.redis]]\nname = \"counter\"\nsocket = \"%s\"\n"
                                .formatted(counter.socket()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    Shop shop() {
        return shop;
    }

    /** Returns what counts the orders beside the databases. */
    RedisProcess counter() {
        return counter;
    }

    /** Makes a set of all volumes, with the writers of all databases. */
    ShadowCopySet copyAll(ShadowCopyAttribute... modifiers) throws Exception {
        return copy(volumes.mountPoints(), modifiers);
    }

    /** Makes a set of one volume alone. */
    ShadowCopySet copyOne(int volume) throws Exception {
        return copy(List.of(volumes.mountPoints().get(volume)));
    }

    private ShadowCopySet copy(List<String> members, ShadowCopyAttribute... modifiers)
            throws Exception {
        try (BackupComponents session = vss.newBackupComponents()) {
            session.initializeForBackup();
            session.setContext(ShadowCopyContext.APP_ROLLBACK, Set.of(modifiers));
            session.setBackupState(BackupState.ofVolumes());
            await(session.gatherWriterMetadata());
            session.startSnapshotSet();
            for (String member : members) {
                session.addToSnapshotSet(member, null);
            }
            await(session.prepareForBackup());
            return await(session.doSnapshotSet());
        }
    }

    private static <T> T await(VssAsync<T> async) throws Exception {
        async.waitFor();
        return async.result();
    }

    /** Deletes a set. */
    void delete(ShadowCopySet set) throws VssException {
        DeleteResult result = vss.delete(set.id(), true);
        if (result.failure() != null) {
            throw new AssertionError("not deleted", result.failure());
        }
    }

    /**
     * Starts both databases on writable copies of what the sets hold, lets the transaction log of
     * the first one end what is in doubt, and compares.
     *
     * @param orders the set with the volume of the orders and the log
     * @param ledger the set with the volume of the ledger; may be the same
     * @return what {@link ShopAudit} says
     */
    String audit(ShadowCopySet orders, ShadowCopySet ledger) throws Exception {
        Path folder = Files.createDirectory(temp.resolve("audit" + audits++));
        try {
            copyTree(pathOf(orders, ORDERS).resolve("orders"), folder);
            copyTree(pathOf(orders, ORDERS).resolve("log"), folder);
            copyTree(pathOf(ledger, LEDGER).resolve("ledger"), folder);
            Files.deleteIfExists(folder.resolve("orders/postmaster.pid"));
            try (ShopServers copies =
                    ShopServers.on(
                            folder.resolve("orders"),
                            folder.resolve("ledger"),
                            folder.resolve("run"))) {
                return runAudit(copies, folder.resolve("log"));
            }
        } finally {
            run(List.of("rm", "-rf", folder.toString()), Map.of());
        }
    }

    /** Starts a Redis on a copy of what a set holds, and returns how many orders it has counted. */
    long counted(ShadowCopySet set) throws Exception {
        Path folder = Files.createDirectory(temp.resolve("count" + audits++));
        try {
            Unprivileged.pass(folder);
            copyTree(pathOf(set, COUNTER).resolve("counter"), folder);
            try (RedisProcess copy =
                    RedisProcess.start(folder.resolve("counter"), folder.resolve("s"), AOF)) {
                return Long.parseLong(copy.command("GET", "orders"));
            }
        } finally {
            run(List.of("rm", "-rf", folder.toString()), Map.of());
        }
    }

    private Path pathOf(ShadowCopySet set, int volume) {
        String original = volumes.mountPoints().get(volume);
        for (ShadowCopy copy : set.shadowCopies()) {
            if (copy.volume().equals(original)) {
                return Path.of(Objects.requireNonNull(copy.path()));
            }
        }
        throw new AssertionError("the set has no copy of " + original);
    }

    private static void copyTree(Path tree, Path into) throws Exception {
        run(List.of("cp", "-a", tree.toString(), into.toString()), Map.of());
    }

    /** In a process of its own: a process has one transaction log and one only. */
    private static String runAudit(ShopServers copies, Path log) throws Exception {
        return run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path")
                                + ":"
                                + System.getProperty("jdk.module.path", ""),
                        ShopAudit.class.getName(),
                        String.valueOf(copies.databases().postgresqlPort()),
                        String.valueOf(copies.databases().mariadbPort()),
                        copies.databases().user(),
                        copies.databases().database(),
                        log.toString()),
                Map.of("SHOP_PASSWORD", ShopServers.PASSWORD));
    }

    /** Runs a program; what it prints is the answer, whether it likes what it found or not. */
    private static String run(List<String> command, Map<String, String> environment)
            throws Exception {
        Path errors = Files.createTempFile("shop", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().putAll(new HashMap<>(environment));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(AUDIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() > 1) {
            process.destroyForcibly();
            throw new AssertionError(command + " failed: " + output + Files.readString(errors));
        }
        Files.delete(errors);
        return output.strip();
    }

    @Override
    public void close() throws VssException, ScratchException {
        try (volumes;
                servers;
                counter;
                vss) {
            for (ShadowCopySet set : vss.shadowCopySets()) {
                delete(set);
            }
        }
    }
}
