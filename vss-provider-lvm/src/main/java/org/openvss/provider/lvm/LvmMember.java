package org.openvss.provider.lvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.linux.DeviceMapper;
import org.openvss.linux.DeviceMapperTables;
import org.openvss.linux.DeviceNumber;
import org.openvss.linux.LinuxException;
import org.openvss.provider.ProviderTransaction.CutProof;
import org.openvss.records.CopyRecord;

/** One volume of a set while its snapshot is made by LVM, armed and cut. */
final class LvmMember {
    private final ShadowCopyId copy;
    private final ShadowCopySetId set;
    private final Volume volume;
    private final int index;
    private @Nullable LogicalVolume origin;
    private @Nullable LogicalVolume made;
    private @Nullable SnapshotKind kind;
    private @Nullable LvmCut cut;
    private @Nullable CopyRecord state;
    private boolean begun;

    LvmMember(ShadowCopySetId set, ShadowCopyId copy, Volume volume, int index) {
        this.set = set;
        this.copy = copy;
        this.volume = volume;
        this.index = index;
    }

    ShadowCopyId copy() {
        return copy;
    }

    Volume volume() {
        return volume;
    }

    LogicalVolume origin() {
        return present(origin);
    }

    LvmCut cut() {
        return present(cut);
    }

    private DeviceNumber device() {
        return new DeviceNumber(volume.major(), volume.minor());
    }

    /** Finds the logical volume; leaves nothing. */
    void inspect(LvmReport report, LvmSettings settings) throws LinuxException, VssException {
        try (DeviceMapper mapper = DeviceMapper.open()) {
            String uuid = mapper.status(device()).uuid();
            LogicalVolume found =
                    report.ofDevice(uuid)
                            .orElseThrow(() ->
                                    new VssException(
                                            HResult.VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER,
                                            "LVM knows no logical volume of the device "
                                                    + volume.source()));
            LvmInspector.requireUsable(found);
            origin = found;
            kind = SnapshotKind.of(found, settings);
        }
    }

    /** Has LVM make the snapshot, whose content is too early. */
    void create() throws LinuxException, VssException {
        LogicalVolume from = present(origin);
        CopyRecord fresh =
                new CopyRecord(copy, set, volume, null, null, CopyDetails.write(index, from));
        state = fresh;
        List<String> command =
                new ArrayList<>(List.of("lvcreate", "--quiet", "--yes", "--snapshot"));
        command.addAll(List.of("--permission", "r", "--name", CopyDetails.name(copy)));
        command.addAll(CopyTags.change(List.of(), fresh));
        command.addAll(present(kind).createOptions(from));
        command.add(from.fullName());
        begun = true;
        boolean done = false;
        try {
            LvmProgram.change("the copy of " + volume.mountPoint() + " cannot be made", command);
            done = true;
        } finally {
            if (!done) {
                letOriginRun();
            }
        }
    }

    /**
     * LVM suspends the origin for a moment; if it failed or was killed there, writes would hang.
     */
    private void letOriginRun() throws LinuxException {
        try (DeviceMapper mapper = DeviceMapper.open();
                DeviceMapperTables tables = DeviceMapperTables.open()) {
            if (mapper.status(device()).suspended()) {
                tables.resume(device());
            }
        }
    }

    /** Finds the snapshot that LVM made, and empties it. */
    void arm(LvmReport report, DeviceMapper mapper, DeviceMapperTables tables)
            throws LinuxException, VssException {
        LogicalVolume snapshot =
                report.copy(copy)
                        .orElseThrow(() ->
                                new VssException(
                                        HResult.VSS_E_PROVIDER_VETO,
                                        "LVM does not report the snapshot of "
                                                + volume.mountPoint()
                                                + " that it made"));
        made = snapshot;
        SnapshotKind how = present(kind);
        how.arm(tables, present(origin), snapshot);
        cut =
                new LvmCut(
                        copy,
                        how.predicted(),
                        how.prepareCut(mapper, tables, present(origin), snapshot));
    }

    void checkArmed(DeviceMapperTables tables) throws LinuxException, VssException {
        present(kind).checkArmed(tables, present(origin), present(made));
    }

    /** Checks the snapshot after the cut. */
    CutProof commit(DeviceMapperTables tables, CutTimes times) throws LinuxException, VssException {
        if (!present(cut).isDone()) {
            throw new VssException(
                    HResult.VSS_E_BAD_STATE,
                    "the cut of " + volume.mountPoint() + " was not made, or failed");
        }
        state = present(state).cutAt(times);
        Optional<String> problem = present(kind).problem(tables, present(made));
        return new CutProof(
                copy,
                problem.isEmpty(),
                problem.orElse(
                        present(origin).fullName()
                                + " was suspended while its snapshot was made in one call"));
    }

    /** Writes the result into LVM's metadata; from then on the copy is complete. */
    void complete(ShadowCopySet result) throws VssException {
        CopyRecord record = present(state).completed(CopyDetails.onlyOwn(result, copy));
        LogicalVolume snapshot = present(made);
        List<String> command = new ArrayList<>(List.of("lvchange", "--quiet"));
        command.addAll(CopyTags.change(snapshot.tags(), record));
        command.add(snapshot.fullName());
        LvmProgram.change("the copy of " + volume.mountPoint() + " cannot be completed", command);
    }

    /**
     * Removes everything.
     *
     * @throws VssException if the cut is still running
     */
    void undo(LvmReport report, DeviceMapperTables tables) throws LinuxException, VssException {
        if (cut != null && !cut.close()) {
            throw new VssException(
                    HResult.VSS_E_PROVIDER_VETO, "its cut is still running in the kernel");
        }
        Optional<LogicalVolume> left = report.copy(copy);
        if (left.isPresent()) {
            LvmRemoval.remove(left.get(), tables, true);
        }
    }

    /** Tells whether there can be anything to remove. */
    boolean hasBegun() {
        return begun;
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("endPrepare was not run");
        }
        return value;
    }
}
