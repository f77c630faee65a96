package org.openvss.embedded;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openvss.BackupComponents;
import org.openvss.DeleteResult;
import org.openvss.HResult;
import org.openvss.ProviderId;
import org.openvss.ProviderInfo;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VolumeShadowCopyService;
import org.openvss.VssAsync;
import org.openvss.VssException;
import org.openvss.WriterMetadata;
import org.openvss.coordinator.Coordinator;
import org.openvss.coordinator.OrphanReport;
import org.openvss.coordinator.port.VolumeResolver;
import org.openvss.embedded.configuration.Configuration;
import org.openvss.provider.ExposedCopy;
import org.openvss.provider.Provider;

/**
 * Volume shadow copies in this process: the whole service for the command line and for any Java
 * program, without a daemon.
 *
 * <p>Opening it wires coordinator, gate, catalog, providers and writers ({@link LocalParts}) and,
 * if nobody else is at work on this machine, clears up what a crash has left ({@link
 * StartRecovery}). Everything else is asked of a session of {@link BackupComponents} or of the
 * parts; there is no logic of snapshots here.
 */
public final class LocalVss implements VolumeShadowCopyService, AutoCloseable {
    private final LocalParts parts;
    private final Coordinator coordinator;
    private final List<String> notices;

    private LocalVss(LocalParts parts, Coordinator coordinator, List<String> notices) {
        this.parts = parts;
        this.coordinator = coordinator;
        this.notices = List.copyOf(notices);
    }

    /**
     * Opens the service.
     *
     * @param options folders, waiting, listener
     * @throws VssException {@code E_INVALIDARG} for a wrong configuration, {@code E_ACCESSDENIED}
     *     if the folders may not be used
     */
    public static LocalVss open(LocalVssOptions options) throws VssException {
        Configuration configuration = configuration(options);
        Places places = Places.of(options, configuration);
        places.makeState();
        LocalParts parts = LocalParts.wire(options, configuration, places);
        StartRecovery recovery = new StartRecovery(parts);
        Coordinator coordinator = new Coordinator(parts.forCoordinator(recovery));
        recovery.atStart(coordinator);
        return new LocalVss(parts, coordinator, recovery.notices());
    }

    /**
     * Opens every gate that OpenVSS has closed on this machine, whoever holds it, and thaws the
     * applications in the ledgers; needs neither catalog nor journal.
     *
     * @param options names the configuration
     * @return what was opened, one sentence each
     * @throws VssException {@code E_ACCESSDENIED}; {@code VSS_E_UNEXPECTED} if something stays held
     */
    public static List<String> thawNow(LocalVssOptions options) throws VssException {
        return StartRecovery.thawNow(Places.of(options, configuration(options)));
    }

    private static Configuration configuration(LocalVssOptions options) throws VssException {
        String file = options.configurationFile();
        return file == null ? Configuration.readDefault() : Configuration.read(file);
    }

    /** Returns what the start has cleared up or could not, one sentence each. */
    public List<String> notices() {
        return notices;
    }

    /** Returns the folder of catalog, journal and mounted copies. */
    public String stateFolder() {
        return parts.places().stateFolder();
    }

    @Override
    public BackupComponents newBackupComponents() {
        return coordinator.newBackupComponents();
    }

    @Override
    public WriterMetadata createExamineWriterMetadata(String document) throws VssException {
        return coordinator.createExamineWriterMetadata(document);
    }

    @Override
    public String saveAsXml(WriterMetadata metadata) throws VssException {
        return coordinator.saveAsXml(metadata);
    }

    /**
     * Begins a whole backup in one object.
     *
     * @param request what to copy
     * @throws VssException {@code VSS_E_UNEXPECTED}
     */
    public Requester newRequester(ShadowCopyRequest request) throws VssException {
        return new Requester(this, request);
    }

    /**
     * Begins a backup whose copies only one command sees; open the service without surfacing.
     *
     * @param request what to copy, in an auto-release context
     * @param command the command and its arguments
     * @throws VssException {@code VSS_E_UNEXPECTED}
     */
    public SnapshotExecution newExecution(ShadowCopyRequest request, List<String> command)
            throws VssException {
        return new SnapshotExecution(this, request, command);
    }

    /** Applies the limits of storage after a set was made; answers what happened. */
    List<String> applyStorageLimits(ShadowCopySet made) {
        return new StoragePolicy(this, parts).afterCreation(made);
    }

    /** Returns what finds volumes. */
    VolumeResolver resolver() {
        return parts.resolver();
    }

    /** Returns a registered provider. */
    Provider provider(ProviderId id) throws VssException {
        for (Provider provider : parts.providers()) {
            if (provider.info().id().equals(id)) {
                return provider;
            }
        }
        throw new VssException(
                HResult.VSS_E_PROVIDER_NOT_REGISTERED, "there is no provider with the id " + id);
    }

    /**
     * Asks every writer to describe itself.
     *
     * @throws VssException what gathering throws or answers
     * @throws InterruptedException if the waiting thread was interrupted
     */
    public List<WriterMetadata> writers() throws VssException, InterruptedException {
        try (BackupComponents session = newBackupComponents()) {
            session.initializeForBackup();
            VssAsync<List<WriterMetadata>> gathering = session.gatherWriterMetadata();
            gathering.waitFor();
            return gathering.result();
        }
    }

    /** Returns the registered providers in their order of choice. */
    public List<ProviderInfo> providers() throws VssException {
        return query(BackupComponents::queryProviders);
    }

    /** Returns all copies, oldest set first. */
    public List<ShadowCopy> shadowCopies() throws VssException {
        return query(BackupComponents::querySnapshots);
    }

    /** Returns all sets, oldest first. */
    public List<ShadowCopySet> shadowCopySets() throws VssException {
        return query(BackupComponents::querySnapshotSets);
    }

    /** Returns a set, or empty if there is none with this id. */
    public Optional<ShadowCopySet> findSet(ShadowCopySetId id) throws VssException {
        return shadowCopySets().stream().filter(set -> set.id().equals(id)).findFirst();
    }

    /**
     * Returns a set.
     *
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    public ShadowCopySet set(ShadowCopySetId id) throws VssException {
        return findSet(id)
                .orElseThrow(() ->
                        new VssException(
                                HResult.VSS_E_OBJECT_NOT_FOUND,
                                "there is no set " + id + "; see 'vss list sets'"));
    }

    /**
     * Returns a copy.
     *
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    public ShadowCopy shadowCopy(ShadowCopyId id) throws VssException {
        return query(session -> session.getSnapshotProperties(id));
    }

    /**
     * Returns the oldest copy of a volume, or empty if it has none.
     *
     * @param volume as for {@link BackupComponents#addToSnapshotSet}
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if there is no such volume
     */
    public Optional<ShadowCopy> oldestOf(String volume) throws VssException {
        Volume wanted = resolver().resolve(volume);
        return shadowCopies().stream()
                .filter(copy -> copy.volumeId().equals(wanted.volumeId()))
                .min(Comparator.comparing(ShadowCopy::createdAt));
    }

    /** Deletes a set; see {@link BackupComponents#deleteSnapshotSet}. */
    public DeleteResult delete(ShadowCopySetId id, boolean force) throws VssException {
        return forgetting(id, query(session -> session.deleteSnapshotSet(id, force)));
    }

    /** Deletes a copy; see {@link BackupComponents#deleteSnapshot}. */
    public DeleteResult delete(ShadowCopyId id, boolean force) throws VssException {
        Optional<ShadowCopy> known =
                shadowCopies().stream().filter(copy -> copy.id().equals(id)).findFirst();
        DeleteResult result = query(session -> session.deleteSnapshot(id, force));
        return known.isPresent() ? forgetting(known.get().setId(), result) : result;
    }

    /** Shows a copy at a folder; see {@link BackupComponents#exposeSnapshot}. */
    public String expose(ShadowCopyId id, String folder) throws VssException {
        return query(session -> session.exposeSnapshot(id, folder));
    }

    /** Takes an exposure back; see {@link BackupComponents#unexposeSnapshot}. */
    public void unexpose(ShadowCopyId id) throws VssException {
        query(session -> {
            session.unexposeSnapshot(id);
            return id;
        });
    }

    /** Reverts a volume to a copy; see {@link BackupComponents#revertToSnapshot}. */
    public void revert(ShadowCopyId id, boolean force) throws VssException {
        query(session -> {
            session.revertToSnapshot(id, force);
            return id;
        });
    }

    /**
     * Mounts a copy at its usual folder, for instance after a reboot; one that is there stays.
     *
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}, and what its provider answers
     */
    public ExposedCopy mount(ShadowCopyId id) throws VssException {
        return parts.mounts().mount(id, provider(shadowCopy(id).providerId()));
    }

    /**
     * Detaches a copy from its usual folder without deleting it; not mounted is no error.
     *
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}, {@code VSS_E_VOLUME_IN_USE}
     */
    public void unmount(ShadowCopyId id, boolean force) throws VssException {
        parts.mounts().withdraw(id, provider(shadowCopy(id).providerId()), force);
    }

    /**
     * Says for every mounted volume which provider takes it, or why none does.
     *
     * @throws VssException if the mounts cannot be read
     */
    public List<VolumeReport> volumes() throws VssException {
        return new Inventory(parts).volumes();
    }

    /**
     * Says what every copy on storage occupies, known or not.
     *
     * @throws VssException if storage or catalog cannot be read
     */
    public List<StorageUse> storage() throws VssException {
        return new Inventory(parts).storage();
    }

    /**
     * Looks once after the room that copies grow into; see {@link Provider#tend}.
     *
     * @return what was done or could not be done, one sentence each
     * @throws VssException if storage cannot be read
     */
    public List<String> tend() throws VssException {
        List<String> events = new ArrayList<>();
        for (Provider provider : parts.providers()) {
            events.addAll(provider.tend());
        }
        EventFile file = new EventFile(stateFolder());
        for (String event : events) {
            file.add(Instant.now(), event);
        }
        return events;
    }

    /**
     * Adds to the catalog what storage knows and the catalog does not; removes nothing.
     *
     * @return the sets that were added or completed
     * @throws VssException if storage cannot be read or the catalog cannot be written
     */
    public List<ShadowCopySet> rescan() throws VssException {
        List<ShadowCopySet> found = new ArrayList<>();
        for (Provider provider : parts.providers()) {
            found.addAll(provider.rescan());
        }
        parts.catalog().tidy();
        return parts.catalog().rebuild(found);
    }

    /**
     * Lists what lies on storage without a record; changes nothing.
     *
     * @throws VssException if journal or catalog cannot be read
     */
    public OrphanReport orphans() throws VssException {
        return coordinator.findOrphans();
    }

    /**
     * Starts the applications of a set on throw-away clones of its copies and has their own
     * programs check the data; the result is kept with the set. The copies themselves are not
     * changed.
     *
     * @param id the set
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}, {@code E_NOTIMPL} if a provider makes no
     *     writable clones, {@code E_ACCESSDENIED}
     * @throws InterruptedException if the waiting thread was interrupted
     */
    public SetVerification verify(ShadowCopySetId id) throws VssException, InterruptedException {
        ShadowCopySet set = set(id);
        Instant started = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        SetVerification verification =
                new SetVerification(
                        id, started, new CopyVerification(this, parts.writers(), set).run());
        verifications().put(verification);
        return verification;
    }

    /** Returns what the last {@link #verify} of a set has found, or empty if there was none. */
    public Optional<SetVerification> verification(ShadowCopySetId id) throws VssException {
        return verifications().find(id);
    }

    private VerificationRecords verifications() {
        return new VerificationRecords(stateFolder());
    }

    /** A result goes with the last copy of its set. */
    private <T> T forgetting(ShadowCopySetId id, T deleted) throws VssException {
        if (findSet(id).isEmpty()) {
            verifications().remove(id);
        }
        return deleted;
    }

    /** Ends the service; sessions are closed by whoever opened them. */
    @Override
    public void close() {}

    private <T> T query(Question<T> question) throws VssException {
        try (BackupComponents session = newBackupComponents()) {
            session.initializeForBackup();
            session.setContext(ShadowCopyContext.ALL, Set.of());
            return question.ask(session);
        }
    }

    private interface Question<T> {
        T ask(BackupComponents session) throws VssException;
    }
}
