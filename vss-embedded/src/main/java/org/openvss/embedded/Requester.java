package org.openvss.embedded;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openvss.BackupComponents;
import org.openvss.BackupState;
import org.openvss.Consistency;
import org.openvss.DeleteResult;
import org.openvss.HResult;
import org.openvss.ProviderId;
import org.openvss.ProviderInfo;
import org.openvss.ShadowCopySet;
import org.openvss.Volume;
import org.openvss.VssAsync;
import org.openvss.VssException;
import org.openvss.WriterId;
import org.openvss.WriterInstanceId;
import org.openvss.WriterMetadata;
import org.openvss.WriterOutcome;
import org.openvss.coordinator.port.VolumeResolver;

/**
 * One backup in the call order of VSS, from InitializeForBackup to BackupComplete, for programs
 * that want a whole set and nothing in between.
 *
 * <p>Uses one session of {@link BackupComponents} for the set and a short one before it to turn
 * names of writers into ids. Deletes a set that is less than was asked for. Knows nothing of where
 * the copies are read.
 */
public final class Requester implements AutoCloseable {
    private final LocalVss vss;
    private final ShadowCopyRequest request;
    private final BackupComponents session;
    private final AtomicReference<@Nullable VssAsync<?>> running = new AtomicReference<>();
    private volatile boolean cancelled;
    private List<String> events = List.of();

    Requester(LocalVss vss, ShadowCopyRequest request) throws VssException {
        this.vss = vss;
        this.request = request;
        this.session = vss.newBackupComponents();
    }

    /**
     * Makes the set.
     *
     * @return the set; at the asked level and simultaneous, unless the request allows less
     * @throws VssException whatever the calls of VSS throw or answer; the code of the writer if the
     *     level was not reached, {@code VSS_E_HOLD_WRITES_TIMEOUT} if the set is not simultaneous
     * @throws InterruptedException if the waiting thread was interrupted; the set is undone
     */
    public ShadowCopySet create() throws VssException, InterruptedException {
        boolean withWriters = request.context().hasWriters();
        List<WriterMetadata> named = withWriters ? namedWriters() : List.of();
        List<String> volumes = volumes(named);
        ProviderId provider = provider();
        session.initializeForBackup();
        session.setContext(request.context(), Set.of());
        if (withWriters) {
            session.setBackupState(BackupState.ofVolumes());
            chooseWriters(named);
            await(session.gatherWriterMetadata());
        }
        session.startSnapshotSet();
        for (String volume : volumes) {
            session.addToSnapshotSet(volume, provider);
        }
        if (withWriters) {
            await(session.prepareForBackup());
        }
        ShadowCopySet set = await(session.doSnapshotSet());
        refuseLess(set);
        events = vss.applyStorageLimits(set);
        return set;
    }

    /** Returns what happened beside the creation, for instance older copies that had to go. */
    public List<String> events() {
        return List.copyOf(events);
    }

    /**
     * Tells the writers how the backup of the copies ended; without writers it does nothing.
     *
     * @param succeeded whether everything was saved
     * @throws VssException {@code VSS_E_BAD_STATE} if there is no set
     * @throws InterruptedException if the waiting thread was interrupted
     */
    public void complete(boolean succeeded) throws VssException, InterruptedException {
        if (request.context().hasWriters()) {
            session.setBackupSucceeded(succeeded);
            await(session.backupComplete());
        }
    }

    /** Asks a creation under way to end early and be undone; from any thread, returns at once. */
    public void cancel() {
        cancelled = true;
        VssAsync<?> async = running.get();
        if (async != null) {
            async.cancel();
        }
    }

    /** Ends the session; copies of an auto-release context go with it. */
    @Override
    public void close() throws VssException {
        session.close();
    }

    private <T> T await(VssAsync<T> async) throws VssException, InterruptedException {
        running.set(async);
        if (cancelled) {
            async.cancel();
        }
        try {
            async.waitFor();
        } catch (InterruptedException e) {
            async.cancel();
            throw e;
        } finally {
            running.set(null);
        }
        if (async.queryStatus() == HResult.VSS_S_ASYNC_CANCELLED) {
            throw new VssException(
                    HResult.E_ABORT, "the creation was cancelled; everything has been undone");
        }
        return async.result();
    }

    private List<WriterMetadata> namedWriters() throws VssException, InterruptedException {
        if (request.writers().isEmpty()) {
            return List.of();
        }
        List<WriterMetadata> known = vss.writers();
        List<WriterMetadata> named = new ArrayList<>();
        for (String name : request.writers()) {
            List<WriterMetadata> found =
                    known.stream().filter(writer -> isCalled(writer, name)).toList();
            if (found.isEmpty()) {
                throw new VssException(
                        HResult.VSS_E_OBJECT_NOT_FOUND,
                        "there is no writer '" + name + "'; " + knownWriters(known));
            }
            named.addAll(found);
        }
        return named;
    }

    private static boolean isCalled(WriterMetadata writer, String name) {
        return writer.name().equalsIgnoreCase(name)
                || writer.writerId().toString().equalsIgnoreCase(name)
                || writer.instanceId().toString().equalsIgnoreCase(name);
    }

    private static String knownWriters(List<WriterMetadata> known) {
        if (known.isEmpty()) {
            return "no writer is registered; name applications in the configuration";
        }
        return "registered are "
                + known.stream()
                        .map(WriterMetadata::name)
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    /** Returns the asked-for volumes and those of the named writers, each volume once. */
    private List<String> volumes(List<WriterMetadata> named) throws VssException {
        List<String> volumes = new ArrayList<>(request.volumes());
        if (named.isEmpty()) {
            return volumes;
        }
        VolumeResolver resolver = vss.resolver();
        List<Volume> present = new ArrayList<>();
        for (String volume : request.volumes()) {
            present.add(resolver.resolve(volume));
        }
        for (WriterMetadata writer : named) {
            for (String path : writer.affectedPaths()) {
                Volume volume = resolver.resolve(path);
                if (present.stream().noneMatch(volume::isSameVolumeAs)) {
                    present.add(volume);
                    volumes.add(volume.mountPoint());
                }
            }
        }
        return volumes;
    }

    private @Nullable ProviderId provider() throws VssException {
        String name = request.provider();
        if (name == null) {
            return null;
        }
        List<ProviderInfo> known = vss.providers();
        return known.stream()
                .filter(provider ->
                        provider.name().equalsIgnoreCase(name)
                                || provider.id().toString().equalsIgnoreCase(name))
                .map(ProviderInfo::id)
                .findFirst()
                .orElseThrow(() ->
                        new VssException(
                                HResult.VSS_E_PROVIDER_NOT_REGISTERED,
                                "there is no provider '"
                                        + name
                                        + "'; registered are "
                                        + known.stream()
                                                .map(ProviderInfo::name)
                                                .collect(Collectors.joining(", "))));
    }

    /** Lets exactly the named writers take part: their classes, without their other instances. */
    private void chooseWriters(List<WriterMetadata> named)
            throws VssException, InterruptedException {
        if (named.isEmpty()) {
            return;
        }
        Set<WriterId> classes =
                named.stream().map(WriterMetadata::writerId).collect(Collectors.toSet());
        Set<WriterInstanceId> instances =
                named.stream().map(WriterMetadata::instanceId).collect(Collectors.toSet());
        Collection<WriterInstanceId> others =
                vss.writers().stream()
                        .filter(writer -> classes.contains(writer.writerId()))
                        .map(WriterMetadata::instanceId)
                        .filter(instance -> !instances.contains(instance))
                        .toList();
        session.enableWriterClasses(classes);
        session.disableWriterInstances(others);
    }

    private void refuseLess(ShadowCopySet set) throws VssException {
        if (!set.simultaneous() && !request.allowNotSimultaneous()) {
            throw refusal(
                    set,
                    HResult.VSS_E_HOLD_WRITES_TIMEOUT,
                    "the copies do not show one instant: "
                            + set.verdict()
                            + "; try again, or accept it with --allow-not-simultaneous");
        }
        if (request.context().hasWriters()
                && set.consistency() != Consistency.APPLICATION
                && !request.allowDegraded()) {
            for (WriterOutcome writer : set.writers()) {
                if (writer.asked() && writer.hresult() != HResult.S_OK) {
                    throw refusal(
                            set,
                            writer.hresult(),
                            "writer "
                                    + writer.name()
                                    + " failed ("
                                    + writer.state().documentedName()
                                    + "): "
                                    + (writer.message() == null ? "no reason" : writer.message())
                                    + "; repair it, leave it out, or accept the level "
                                    + set.consistency().commandName()
                                    + " with --allow-degraded");
                }
            }
            if (set.writers().stream().anyMatch(WriterOutcome::asked)) {
                throw refusal(
                        set,
                        HResult.VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT,
                        "a writer goes on writing and is only served by copies of one instant,"
                                + " which these are not: "
                                + set.verdict()
                                + "; try again, or accept the level "
                                + set.consistency().commandName()
                                + " with --allow-degraded");
            }
        }
    }

    /** Deletes a set that is less than asked for, and says so. */
    private VssException refusal(ShadowCopySet set, HResult code, String sentence) {
        VssException refusal =
                new VssException(code, sentence + "; the set " + set.id() + " has been deleted");
        try {
            DeleteResult result = session.deleteSnapshotSet(set.id(), true);
            return result.failure() == null
                    ? refusal
                    : refusal.withResidue(List.of(result.failure().getMessage()));
        } catch (VssException e) {
            return refusal.withResidue(List.of(e.getMessage()));
        }
    }
}
