package org.openvss.provider.copy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.linux.Fd;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Statfs;
import org.openvss.provider.PreparedCut;
import org.openvss.provider.ProviderTransaction;
import org.openvss.provider.TransactionOrder;
import org.openvss.provider.TransactionOrder.Call;

/** One set of copied trees; the work on one volume is in {@link CopyMember}. */
final class CopyTransaction implements ProviderTransaction {
    private final TransactionOrder order = new TransactionOrder();
    private final List<CopyMember> members = new ArrayList<>();
    private final CopyStore store;
    private final ShadowCopySetId set;

    CopyTransaction(CopyStore store, ShadowCopySetId set) {
        this.store = store;
        this.set = set;
    }

    @Override
    public void beginPrepare(ShadowCopyId copy, Volume volume) throws VssException {
        order.perform(
                Call.BEGIN_PREPARE,
                () -> members.add(new CopyMember(store, order, set, copy, volume)));
    }

    @Override
    public void endPrepare() throws VssException {
        order.perform(Call.END_PREPARE, this::prepare);
    }

    private void prepare() throws VssException {
        try (Fd folder = store.openOrMake()) {
            long needed = 0;
            for (CopyMember member : members) {
                needed += member.measure(folder);
            }
            requireRoom(folder, needed);
            for (CopyMember member : members) {
                member.copy(folder);
            }
        } catch (LinuxException e) {
            throw CopyErrors.of("the copy in " + store.path() + " could not be made", e);
        }
    }

    private void requireRoom(Fd folder, long needed) throws LinuxException, VssException {
        Statfs space = Statfs.of(folder);
        if (needed > space.availableBytes()) {
            throw new VssException(
                    HResult.VSS_E_INSUFFICIENT_STORAGE,
                    "the copies need "
                            + megabytes(needed)
                            + " MB, but "
                            + store.path()
                            + " has only "
                            + megabytes(space.availableBytes())
                            + " MB left; make room there, or keep the state on another file"
                            + " system (--state)");
        }
    }

    private static long megabytes(long bytes) {
        return (bytes + 999_999) / 1_000_000;
    }

    @Override
    public List<PreparedCut> preCommit() throws VssException {
        return order.run(
                Call.PRE_COMMIT,
                () -> {
                    List<PreparedCut> cuts = new ArrayList<>();
                    for (CopyMember member : members) {
                        kernel("the changes could not be copied", member::copyChanges);
                        cuts.add(member.cut());
                    }
                    return List.copyOf(cuts);
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
                    for (CopyMember member : members) {
                        CutTimes when = times.get(member.copy());
                        if (when == null) {
                            throw new VssException(
                                    HResult.E_INVALIDARG,
                                    "the cut of copy " + member.copy() + " is missing");
                        }
                        kernel(
                                "the copy could not be checked",
                                () -> proofs.add(member.prove(when)));
                    }
                    return List.copyOf(proofs);
                });
    }

    @Override
    public void preFinalCommit() throws VssException {
        // Copies are not made writable: writers do not recover anything in them.
        order.perform(Call.PRE_FINAL_COMMIT, () -> {});
    }

    @Override
    public void postFinalCommit(ShadowCopySet result) throws VssException {
        order.perform(
                Call.POST_FINAL_COMMIT,
                () -> {
                    for (CopyMember member : members) {
                        kernel(
                                "the record of the copy could not be written",
                                () -> member.complete(result));
                    }
                });
    }

    @Override
    public List<String> abort() {
        return order.abort(() -> {
            List<String> residue = new ArrayList<>();
            for (CopyMember member : members) {
                try {
                    member.undo();
                } catch (LinuxException | VssException e) {
                    residue.add(
                            "copy "
                                    + member.copy()
                                    + " is still in "
                                    + store.path()
                                    + ": "
                                    + e.getMessage());
                }
            }
            return residue;
        });
    }

    private static void kernel(String failed, KernelWork work) throws VssException {
        try {
            work.run();
        } catch (LinuxException e) {
            throw CopyErrors.of(failed, e);
        }
    }

    /** Work on files. */
    @FunctionalInterface
    private interface KernelWork {
        void run() throws LinuxException, VssException;
    }
}
