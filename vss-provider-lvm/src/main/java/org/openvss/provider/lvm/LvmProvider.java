package org.openvss.provider.lvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.openvss.linux.DeviceMapper;
import org.openvss.linux.DeviceMapperTables;
import org.openvss.linux.LinuxException;
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
 * Shadow copies of logical volumes, ordinary and thin. LVM makes the snapshots beforehand, with its
 * locks, archives and reports; at the common instant, while the gate has suspended all originals,
 * each snapshot is filled anew by one order to the device-mapper. Afterwards they are snapshots
 * like any other: {@code lvs @openvss} shows them, {@code lvremove} removes them.
 *
 * <p>Works with {@link LvmProgram} and {@link LvmReport} (LVM), {@link SnapshotKind} (the
 * device-mapper), {@link CopyTags} (what lies on storage) and {@link LvmMounts}. It suspends no
 * original; that is the gate's.
 */
public final class LvmProvider implements Provider {
    private static final ProviderInfo INFO =
            new ProviderInfo(
                    new ProviderId(UUID.fromString("7c9a3a52-6f0b-4a41-9d6e-3f1d5b8c2e90")),
                    "lvm",
                    "makes LVM's snapshots of logical volumes, ordinary and thin, at one instant",
                    ProviderType.SOFTWARE,
                    "0.1.0");
    private static final ProviderCapabilities CAPABILITIES =
            new ProviderCapabilities(
                    Quiesce.DEVICE,
                    false,
                    false,
                    true,
                    true,
                    false,
                    true,
                    512,
                    Set.of(ShadowCopyAttribute.DIFFERENTIAL));

    private final LvmSettings settings;

    /** Creates a provider with the standard settings. */
    public LvmProvider() {
        this(LvmSettings.standard());
    }

    /**
     * Creates a provider.
     *
     * @param settings how much room copies get
     */
    public LvmProvider(LvmSettings settings) {
        this.settings = settings;
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
        try {
            return LvmInspector.support(volume);
        } catch (LinuxException e) {
            throw LvmErrors.of("it cannot be found out what is behind " + volume.mountPoint(), e);
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
        return new LvmTransaction(set, settings);
    }

    @Override
    public List<StoredCopy> shadowCopies() throws VssException {
        List<StoredCopy> found = new ArrayList<>();
        for (LogicalVolume volume : copies()) {
            CopyRecord record = record(volume);
            String death = volume.death();
            found.add(
                    new StoredCopy(
                            record.copy(),
                            record.set(),
                            record.volume().volumeId(),
                            record.isComplete(),
                            volume.fullName() + (death.isEmpty() ? "" : " (dead: " + death + ")")));
        }
        return found;
    }

    @Override
    public List<ShadowCopySet> rescan() throws VssException {
        List<CopyRecord> records = new ArrayList<>();
        for (LogicalVolume volume : copies()) {
            records.add(record(volume));
        }
        return CopyRecord.rebuild(CopyDetails.whole(records));
    }

    @Override
    public Deletion delete(ShadowCopyId copy, boolean force) throws VssException {
        if (!isPresent()) {
            return Deletion.ALREADY_ABSENT;
        }
        LvmReport report = report();
        Deletion done = Deletion.ALREADY_ABSENT;
        try (DeviceMapperTables tables = DeviceMapperTables.open()) {
            // What an interrupted revert has left goes with it.
            for (Optional<LogicalVolume> part : List.of(report.twin(copy), report.copy(copy))) {
                if (part.isPresent()) {
                    LvmRemoval.remove(part.get(), tables, force);
                    done = Deletion.REMOVED;
                }
            }
            return done;
        } catch (LinuxException e) {
            throw LvmErrors.of("copy " + copy + " cannot be deleted", e);
        }
    }

    @Override
    public CopySpace space(ShadowCopyId copy) throws VssException {
        Optional<LogicalVolume> volume = isPresent() ? report().copy(copy) : Optional.empty();
        if (volume.isEmpty()) {
            return CopySpace.unknown("no snapshot of it is in any volume group");
        }
        LogicalVolume found = volume.get();
        return found.isThin()
                ? CopySpace.unknown("its thin pool does not tell which blocks it shares")
                : CopySpace.exactly(
                        found.bytes(),
                        "its copy-on-write area, " + found.dataPercent() + " % of it used");
    }

    @Override
    public ExposedCopy expose(ShadowCopyId copy, String folder) throws VssException {
        LogicalVolume volume = complete(copy);
        try {
            return LvmMounts.expose(volume, record(volume), folder);
        } catch (LinuxException e) {
            throw LvmErrors.of("copy " + copy + " cannot be shown at " + folder, e);
        }
    }

    @Override
    public void unexpose(ShadowCopyId copy, String folder, boolean force) throws VssException {
        LogicalVolume volume = complete(copy);
        try {
            LvmMounts.unexpose(volume, folder, force);
        } catch (LinuxException e) {
            throw LvmErrors.of("copy " + copy + " cannot be taken from " + folder, e);
        }
    }

    @Override
    public void revert(ShadowCopyId copy, Volume original, boolean force) throws VssException {
        Optional<LogicalVolume> holder = isPresent() ? report().holder(copy) : Optional.empty();
        if (holder.isEmpty() || !record(holder.get()).isComplete()) {
            throw notFound(copy);
        }
        try {
            new LvmRevert(record(holder.get()), original, force, settings).run();
        } catch (LinuxException e) {
            throw LvmErrors.of(original.mountPoint() + " cannot be reverted to copy " + copy, e);
        }
    }

    @Override
    public List<String> tend() throws VssException {
        return isPresent() ? LvmGrowth.tend(settings) : List.of();
    }

    private LogicalVolume complete(ShadowCopyId copy) throws VssException {
        Optional<LogicalVolume> volume = isPresent() ? report().copy(copy) : Optional.empty();
        if (volume.isEmpty() || !record(volume.get()).isComplete()) {
            throw notFound(copy);
        }
        return volume.get();
    }

    private static VssException notFound(ShadowCopyId copy) {
        return new VssException(
                HResult.VSS_E_OBJECT_NOT_FOUND,
                "no complete snapshot of copy "
                        + copy
                        + " is in any volume group; connect the disks that have it");
    }

    private static List<LogicalVolume> copies() throws VssException {
        return isPresent() ? report().copies() : List.of();
    }

    private static LvmReport report() throws VssException {
        return LvmReport.read("the logical volumes cannot be listed");
    }

    private static CopyRecord record(LogicalVolume volume) throws VssException {
        try {
            return CopyTags.record(volume);
        } catch (RecordException e) {
            throw new VssException(
                    HResult.VSS_E_PROVIDER_VETO,
                    "the record of the copy in "
                            + volume.fullName()
                            + " is damaged: "
                            + e.getMessage()
                            + "; look at it with 'lvs -o+lv_tags "
                            + volume.fullName()
                            + "', or remove it with lvremove",
                    e);
        }
    }

    /** Tells whether this machine has LVM and a device-mapper; else there are no copies here. */
    private static boolean isPresent() {
        if (LvmProgram.path().isEmpty()) {
            return false;
        }
        try (DeviceMapper mapper = DeviceMapper.open()) {
            return mapper != null;
        } catch (LinuxException e) {
            return false;
        }
    }
}
