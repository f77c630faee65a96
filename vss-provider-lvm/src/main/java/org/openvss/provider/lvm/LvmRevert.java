package org.openvss.provider.lvm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.openvss.HResult;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.linux.BlockTopology;
import org.openvss.linux.DeviceNumber;
import org.openvss.linux.LinuxException;
import org.openvss.records.CopyRecord;

/**
 * Reverts a volume by LVM's merge, which consumes the snapshot. Because the copy outlives a revert,
 * a twin takes its place: of a thin snapshot a snapshot is made before, of an ordinary one the
 * volume itself is snapshotted again afterwards, when its content is that of the copy. Tags say
 * what is under way, so that a repetition after a crash finishes it.
 */
final class LvmRevert {
    private static final Duration LONGEST_MERGE = Duration.ofHours(24);
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final CopyRecord record;
    private final Volume original;
    private final boolean force;
    private final LvmSettings settings;
    private final String doing;

    LvmRevert(CopyRecord record, Volume original, boolean force, LvmSettings settings) {
        this.record = record;
        this.original = original;
        this.force = force;
        this.settings = settings;
        this.doing = original.mountPoint() + " cannot be reverted";
    }

    void run() throws LinuxException, VssException {
        LogicalVolume origin = origin(LvmReport.read(doing));
        OriginMounts mounts = new OriginMounts(original);
        mounts.takeDown(force);
        List<String> residue = new ArrayList<>();
        VssException failure = null;
        try {
            if (origin.isThin()) {
                mergeThin();
            } else {
                mergeThick(origin);
            }
        } catch (VssException e) {
            failure = e;
        } finally {
            residue.addAll(mounts.putBack());
        }
        if (failure != null) {
            throw failure.withResidue(residue);
        }
        if (!residue.isEmpty()) {
            throw new VssException(
                            HResult.VSS_E_PROVIDER_VETO,
                            original.mountPoint()
                                    + " was reverted, but not all of its mounts came back")
                    .withResidue(residue);
        }
    }

    private LogicalVolume origin(LvmReport report) throws LinuxException, VssException {
        DeviceNumber device = new DeviceNumber(original.major(), original.minor());
        String uuid = BlockTopology.deviceMapperUuid(device).orElse("");
        Optional<LogicalVolume> origin = report.withUuid(CopyDetails.origin(record));
        if (origin.isEmpty() || !origin.get().deviceUuid().equals(uuid)) {
            throw new VssException(
                    HResult.E_INVALIDARG,
                    original.mountPoint()
                            + " is not the volume of which "
                            + record.copy()
                            + " is a copy, which is "
                            + record.volume().volumeId());
        }
        return origin.get();
    }

    private void mergeThin() throws VssException {
        Optional<LogicalVolume> copy = LvmReport.read(doing).copy(record.copy());
        Optional<LogicalVolume> twin = LvmReport.read(doing).twin(record.copy());
        if (copy.isPresent()) {
            if (twin.isPresent()) {
                // Of an attempt that ended before the merge.
                change("lvremove", "--yes", twin.get().fullName());
            }
            List<String> command = new ArrayList<>(List.of("lvcreate", "--yes", "--snapshot"));
            command.addAll(List.of("--permission", "r", "--name", twinName()));
            command.addAll(List.of("--setactivationskip", "y", "--activate", "n"));
            command.addAll(CopyTags.forTwin(record));
            command.add(copy.get().fullName());
            LvmProgram.change(doing, command);
            LvmProgram.changeSlowly(
                    doing,
                    LONGEST_MERGE,
                    List.of("lvconvert", "--yes", "--merge", copy.get().fullName()));
            twin = LvmReport.read(doing).twin(record.copy());
        }
        LogicalVolume kept = twin.orElseThrow(() -> gone());
        change("lvrename", kept.group(), kept.name(), CopyDetails.name(record.copy()));
        List<String> tags = new ArrayList<>(List.of("lvchange", "--quiet"));
        tags.addAll(CopyTags.change(kept.tags(), record));
        tags.add(kept.group() + "/" + CopyDetails.name(record.copy()));
        LvmProgram.change(doing, tags);
    }

    private void mergeThick(LogicalVolume origin) throws VssException {
        Optional<LogicalVolume> copy = LvmReport.read(doing).copy(record.copy());
        if (copy.isPresent()) {
            if (!copy.get().death().isEmpty()) {
                throw gone();
            }
            List<String> tags = new ArrayList<>(List.of("lvchange", "--quiet"));
            tags.addAll(CopyTags.forReverting(origin.tags(), record));
            tags.add(origin.fullName());
            LvmProgram.change(doing, tags);
            LvmProgram.changeSlowly(
                    doing,
                    LONGEST_MERGE,
                    List.of("lvconvert", "--yes", "--merge", copy.get().fullName()));
        }
        LogicalVolume merged = awaitMerged();
        if (LvmReport.read(doing).copy(record.copy()).isEmpty()) {
            List<String> command = new ArrayList<>(List.of("lvcreate", "--yes", "--snapshot"));
            command.addAll(List.of("--permission", "r", "--name", CopyDetails.name(record.copy())));
            command.addAll(CopyTags.change(List.of(), record));
            command.addAll(new ThickSnapshot(settings).createOptions(merged));
            command.add(merged.fullName());
            LvmProgram.change(doing, command);
        }
        List<String> tags = new ArrayList<>(List.of("lvchange", "--quiet"));
        tags.addAll(CopyTags.withoutReverting(merged.tags()));
        tags.add(merged.fullName());
        LvmProgram.change(doing, tags);
    }

    /** The kernel merges on by itself if LVM's command was killed; LVM must be told to look. */
    private LogicalVolume awaitMerged() throws VssException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < LONGEST_MERGE.toNanos()) {
            LogicalVolume origin =
                    LvmReport.read(doing)
                            .withUuid(CopyDetails.origin(record))
                            .orElseThrow(this::gone);
            if (!origin.isMerging()) {
                return origin;
            }
            change("lvchange", "--poll", "y", origin.fullName());
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
        throw new VssException(
                HResult.VSS_E_REVERT_IN_PROGRESS,
                original.mountPoint() + " is still being merged; repeat the revert later");
    }

    private void change(String... command) throws VssException {
        LvmProgram.change(doing, command);
    }

    private String twinName() {
        return CopyDetails.name(record.copy()) + "_twin";
    }

    private VssException gone() {
        return new VssException(
                HResult.VSS_E_OBJECT_NOT_FOUND,
                doing + ": the snapshot of copy " + record.copy() + " is gone or has died");
    }
}
