package org.openvss.provider.btrfs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.openvss.Deletion;
import org.openvss.HResult;
import org.openvss.ProviderId;
import org.openvss.ProviderInfo;
import org.openvss.ProviderType;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.linux.BtrfsQuota;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.LinuxException;
import org.openvss.linux.TreeExtents;
import org.openvss.provider.CopySpace;
import org.openvss.provider.ExposedCopy;
import org.openvss.provider.Provider;
import org.openvss.provider.ProviderCapabilities;
import org.openvss.provider.ProviderTransaction;
import org.openvss.provider.Quiesce;
import org.openvss.provider.StoredCopy;
import org.openvss.provider.Support;
import org.openvss.records.CopyRecord;
import org.openvss.records.RecordException;

/**
 * Shadow copies of btrfs subvolumes as read-only snapshots. All subvolumes of one file system are
 * cut in one transaction, and it is read from the snapshots whether that succeeded. The snapshots
 * lie in {@code .openvss/btrfs} at the top level of their file system, beside records of everything
 * that is known of them.
 *
 * <p>Works with {@link Subvolume} (what a volume is), {@link SnapshotFolder} (storage), {@link
 * BtrfsCut} (the instant), {@link SnapshotMounts} and {@link SubvolumeRevert}. It holds nothing:
 * the kernel makes no snapshot on a frozen file system.
 */
public final class BtrfsProvider implements Provider {
    private static final ProviderInfo INFO =
            new ProviderInfo(
                    new ProviderId(UUID.fromString("7c1f4d52-3b0a-4f0e-9d3c-5a8e2b6d9f14")),
                    "btrfs",
                    "takes snapshots of btrfs subvolumes, all of a file system in one transaction",
                    ProviderType.SOFTWARE,
                    "0.1.0");
    private static final ProviderCapabilities CAPABILITIES =
            new ProviderCapabilities(
                    Quiesce.SELF,
                    true,
                    true,
                    true,
                    true,
                    false,
                    true,
                    512,
                    Set.of(ShadowCopyAttribute.DIFFERENTIAL));

    private static final Duration LONGEST_WALK = Duration.ofSeconds(5);

    private final BtrfsLimits limits;

    /** Creates a provider with the standard limits. */
    public BtrfsProvider() {
        this(BtrfsLimits.standard());
    }

    /**
     * Creates a provider.
     *
     * @param limits what it may ask of the folders
     */
    public BtrfsProvider(BtrfsLimits limits) {
        this.limits = limits;
    }

    @Override
    public ProviderInfo info() {
        return INFO;
    }

    @Override
    public ProviderCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Support supports(Volume volume) throws VssException {
        try (Subvolume subvolume = Subvolume.open(volume)) {
            assert subvolume != null;
            return new Support.Supported(Set.of(volume.deviceNumbers()));
        } catch (NotTakenException e) {
            return e.toSupport();
        } catch (LinuxException e) {
            throw BtrfsErrors.of(
                    "it cannot be found out whether there can be a snapshot of "
                            + volume.mountPoint(),
                    e);
        }
    }

    @Override
    public ProviderTransaction begin(ShadowCopySetId set, ShadowCopyContext context)
            throws VssException {
        if (context == ShadowCopyContext.ALL) {
            throw new VssException(
                    HResult.VSS_E_UNSUPPORTED_CONTEXT,
                    "nothing can be created in the context for all copies");
        }
        return new BtrfsTransaction(set, context, limits);
    }

    @Override
    public List<StoredCopy> shadowCopies() throws VssException {
        return onPlaces(
                "the snapshots cannot be listed",
                folders -> {
                    List<StoredCopy> found = new ArrayList<>();
                    for (SnapshotFolders.Place place : folders.places()) {
                        SnapshotFolder folder = place.folder();
                        for (ShadowCopyId copy : folder.copies()) {
                            Optional<CopyRecord> known = folder.readRecord(copy);
                            found.add(
                                    new StoredCopy(
                                            copy,
                                            folder.setOf(copy),
                                            known.map(each -> each.volume().volumeId()).orElse(""),
                                            known.filter(CopyRecord::isComplete).isPresent(),
                                            place.mount().source() + SnapshotFolder.pathOf(copy)));
                        }
                    }
                    return found;
                });
    }

    @Override
    public List<ShadowCopySet> rescan() throws VssException {
        return onPlaces(
                "the snapshots cannot be listed",
                folders -> {
                    List<CopyRecord> records = new ArrayList<>();
                    for (SnapshotFolders.Place place : folders.places()) {
                        SnapshotFolder folder = place.folder();
                        for (ShadowCopyId copy : folder.copies()) {
                            folder.readRecord(copy).ifPresent(records::add);
                        }
                    }
                    return CopyRecord.rebuild(records);
                });
    }

    @Override
    public Deletion delete(ShadowCopyId copy, boolean force) throws VssException {
        return onPlaces(
                "copy " + copy + " cannot be deleted",
                folders -> {
                    Optional<SnapshotFolders.Place> place = folders.holding(copy);
                    if (place.isEmpty()) {
                        return Deletion.ALREADY_ABSENT;
                    }
                    SnapshotMounts.release(place.get(), copy, force);
                    return place.get().folder().delete(copy)
                            ? Deletion.REMOVED
                            : Deletion.ALREADY_ABSENT;
                });
    }

    @Override
    public CopySpace space(ShadowCopyId copy) throws VssException {
        return onPlaces(
                "the space of copy " + copy + " cannot be told",
                folders -> {
                    SnapshotFolders.Place place = holder(folders, copy);
                    Optional<CopyRecord> record = place.folder().readRecord(copy);
                    if (record.isEmpty()) {
                        return CopySpace.unknown("its record is damaged or missing");
                    }
                    Details details = Details.read(record.get().details());
                    return details.snapshotId() == 0
                            ? CopySpace.unknown("its snapshot was not made")
                            : spaceOf(place.folder(), copy, details);
                });
    }

    private static CopySpace spaceOf(SnapshotFolder folder, ShadowCopyId copy, Details details)
            throws LinuxException {
        try (Fd snapshot = folder.openSnapshot(copy, details.snapshot())) {
            OptionalLong counted = BtrfsQuota.exclusiveBytes(snapshot, details.snapshotId());
            if (counted.isPresent()) {
                return CopySpace.exactly(counted.getAsLong(), "quotas of btrfs");
            }
            OptionalLong added = TreeExtents.exclusiveBytes(snapshot, LONGEST_WALK);
            return added.isPresent()
                    ? CopySpace.about(added.getAsLong(), "extents of its files, without metadata")
                    : CopySpace.unknown(
                            "it has too many files to look at in "
                                    + LONGEST_WALK.toSeconds()
                                    + " s; 'btrfs quota enable' makes btrfs count");
        }
    }

    @Override
    public ExposedCopy expose(ShadowCopyId copy, String folder) throws VssException {
        return onPlaces(
                "copy " + copy + " cannot be shown at " + folder,
                folders -> {
                    SnapshotFolders.Place holder = holder(folders, copy);
                    return SnapshotMounts.expose(holder, complete(holder, copy), folder);
                });
    }

    @Override
    public void unexpose(ShadowCopyId copy, String folder, boolean force) throws VssException {
        boolean _ =
                onPlaces(
                        "copy " + copy + " cannot be taken from " + folder,
                        folders -> {
                            SnapshotMounts.unexpose(holder(folders, copy), copy, folder, force);
                            return true;
                        });
    }

    @Override
    public void revert(ShadowCopyId copy, Volume original, boolean force) throws VssException {
        boolean _ =
                onPlaces(
                        original.mountPoint() + " cannot be reverted to copy " + copy,
                        folders -> {
                            SnapshotFolders.Place holder = holder(folders, copy);
                            CopyRecord record = complete(holder, copy);
                            if (Details.read(record.details()).subvolume().equals("/")) {
                                throw new VssException(
                                        HResult.E_NOTIMPL,
                                        original.mountPoint()
                                                + " is the top level of its file system, which"
                                                + " btrfs cannot replace; mount the copy and copy"
                                                + " the files back, and keep what is to be"
                                                + " reverted in a subvolume");
                            }
                            new SubvolumeRevert(holder, record, original, force).run();
                            return true;
                        });
    }

    private static SnapshotFolders.Place holder(SnapshotFolders folders, ShadowCopyId copy)
            throws LinuxException, VssException {
        return folders.holding(copy).orElseThrow(() -> notFound(copy));
    }

    private static CopyRecord complete(SnapshotFolders.Place holder, ShadowCopyId copy)
            throws LinuxException, VssException {
        return holder.folder()
                .readRecord(copy)
                .filter(CopyRecord::isComplete)
                .orElseThrow(() -> notFound(copy));
    }

    private static VssException notFound(ShadowCopyId copy) {
        return new VssException(
                HResult.VSS_E_OBJECT_NOT_FOUND,
                "no complete snapshot of copy "
                        + copy
                        + " is on any btrfs that is mounted writable; mount the one that has it");
    }

    private static <T> T onPlaces(String failed, PlaceWork<T> work) throws VssException {
        try (SnapshotFolders folders = SnapshotFolders.open()) {
            return work.run(folders);
        } catch (LinuxException e) {
            throw e.errno() == Errno.EBUSY
                    ? new VssException(
                            HResult.VSS_E_VOLUME_IN_USE,
                            failed + ": " + e.getMessage() + "; end what uses it, or use force",
                            e)
                    : BtrfsErrors.of(failed, e);
        } catch (RecordException e) {
            throw new VssException(
                    HResult.VSS_E_PROVIDER_VETO,
                    failed + ": its record is damaged: " + e.getMessage(),
                    e);
        }
    }

    /** Work that needs the folders of all file systems. */
    @FunctionalInterface
    private interface PlaceWork<T> {
        T run(SnapshotFolders folders) throws LinuxException, VssException, RecordException;
    }
}
