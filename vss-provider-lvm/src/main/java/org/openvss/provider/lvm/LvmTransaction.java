package org.openvss.provider.lvm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.openvss.linux.LinuxException;
import org.openvss.provider.PreparedCut;
import org.openvss.provider.ProviderTransaction;
import org.openvss.provider.TransactionOrder;
import org.openvss.provider.TransactionOrder.Call;

/**
 * One set of snapshots of logical volumes; the work on one volume is in {@link LvmMember}. LVM's
 * commands run in endPrepare and in the final phases, when nothing is held; between them only the
 * device-mapper is spoken to.
 */
final class LvmTransaction implements ProviderTransaction {
    private final TransactionOrder order = new TransactionOrder();
    private final List<LvmMember> members = new ArrayList<>();
    private final ShadowCopySetId set;
    private final LvmSettings settings;
    private @Nullable DeviceMapper mapper;
    private @Nullable DeviceMapperTables tables;

    LvmTransaction(ShadowCopySetId set, LvmSettings settings) {
        this.set = set;
        this.settings = settings;
    }

    @Override
    public void beginPrepare(ShadowCopyId copy, Volume volume) throws VssException {
        order.perform(
                Call.BEGIN_PREPARE,
                () -> members.add(new LvmMember(set, copy, volume, members.size())));
    }

    @Override
    public void endPrepare() throws VssException {
        order.perform(Call.END_PREPARE, this::prepare);
    }

    private void prepare() throws VssException {
        LvmReport before = LvmReport.read("the logical volumes cannot be listed");
        if (!before.copies().isEmpty()) {
            // What died or was given up says so in its tags.
            List<String> _ = LvmGrowth.tend(settings);
            before = LvmReport.read("the logical volumes cannot be listed");
        }
        prepare(before);
    }

    private void prepare(LvmReport before) throws VssException {
        forEach("cannot be prepared", member -> member.inspect(before, settings));
        open();
        List<LogicalVolume> origins = members.stream().map(LvmMember::origin).toList();
        KernelTargets.require(origins, tables());
        LvmSpace.require(origins, before, settings);
        forEach("cannot be prepared", LvmMember::create);
        LvmReport after = LvmReport.read("the new snapshots cannot be listed");
        forEach("cannot be prepared", member -> member.arm(after, mapper(), tables()));
    }

    private void open() throws VssException {
        try {
            mapper = DeviceMapper.open();
            tables = DeviceMapperTables.open();
        } catch (LinuxException e) {
            throw LvmErrors.of("the device-mapper cannot be used", e);
        }
    }

    @Override
    public List<PreparedCut> preCommit() throws VssException {
        return order.run(
                Call.PRE_COMMIT,
                () -> {
                    forEach("cannot be cut", member -> member.checkArmed(tables()));
                    return members.stream().<PreparedCut>map(LvmMember::cut).toList();
                });
    }

    @Override
    public List<CutProof> postCommit(List<CommittedCut> cuts) throws VssException {
        return order.run(
                Call.POST_COMMIT,
                () -> {
                    Map<ShadowCopyId, CutTimes> times = new HashMap<>();
                    cuts.forEach(cut -> times.put(cut.copy(), cut.times()));
                    List<CutProof> proofs = new ArrayList<>();
                    forEach(
                            "could not be made",
                            member -> {
                                CutTimes when = times.get(member.copy());
                                if (when == null) {
                                    throw new VssException(
                                            HResult.E_INVALIDARG,
                                            "the cut of copy " + member.copy() + " is missing");
                                }
                                proofs.add(member.commit(tables(), when));
                            });
                    return List.copyOf(proofs);
                });
    }

    @Override
    public void preFinalCommit() throws VssException {
        // Snapshots stay read-only: writers recover nothing in them.
        order.perform(Call.PRE_FINAL_COMMIT, () -> {});
    }

    @Override
    public void postFinalCommit(ShadowCopySet result) throws VssException {
        order.perform(
                Call.POST_FINAL_COMMIT,
                () -> {
                    forEach("could not be completed", member -> member.complete(result));
                    close();
                });
    }

    @Override
    public List<String> abort() {
        return order.abort(() -> {
            List<String> residue = new ArrayList<>();
            if (members.stream().anyMatch(LvmMember::hasBegun)) {
                undo(residue);
            }
            if (residue.isEmpty()) {
                close();
            }
            return residue;
        });
    }

    private void undo(List<String> residue) {
        try {
            LvmReport report = LvmReport.read("the snapshots cannot be listed");
            for (LvmMember member : members.reversed()) {
                try {
                    member.undo(report, tables());
                } catch (LinuxException | VssException e) {
                    residue.add(
                            "the snapshot "
                                    + CopyDetails.name(member.copy())
                                    + " of "
                                    + member.volume().mountPoint()
                                    + " is still there: "
                                    + e.getMessage());
                }
            }
        } catch (VssException e) {
            residue.add("the snapshots of the set are still there: " + e.sentence());
        }
    }

    private void close() {
        if (mapper != null) {
            mapper.close();
        }
        if (tables != null) {
            tables.close();
        }
    }

    private DeviceMapper mapper() {
        return opened(mapper);
    }

    private DeviceMapperTables tables() {
        return opened(tables);
    }

    private static <T> T opened(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("endPrepare was not run");
        }
        return value;
    }

    private void forEach(String failed, MemberWork work) throws VssException {
        for (LvmMember member : members) {
            order.checkNotAborted();
            try {
                work.run(member);
            } catch (LinuxException e) {
                throw LvmErrors.of("the copy of " + member.volume().mountPoint() + " " + failed, e);
            }
        }
    }

    /** Work on one volume. */
    @FunctionalInterface
    private interface MemberWork {
        void run(LvmMember member) throws LinuxException, VssException;
    }
}
