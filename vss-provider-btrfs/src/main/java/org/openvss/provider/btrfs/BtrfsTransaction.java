package org.openvss.provider.btrfs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openvss.CutTimes;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.provider.PreparedCut;
import org.openvss.provider.ProviderTransaction;
import org.openvss.provider.TransactionOrder;
import org.openvss.provider.TransactionOrder.Call;

/** One set of snapshots; the work on one file system is in {@link SetOnFileSystem}. */
final class BtrfsTransaction implements ProviderTransaction {
    private final TransactionOrder order = new TransactionOrder();
    private final List<SetOnFileSystem> fileSystems = new ArrayList<>();
    private final ShadowCopySetId set;
    private final ShadowCopyContext context;
    private final BtrfsLimits limits;

    BtrfsTransaction(ShadowCopySetId set, ShadowCopyContext context, BtrfsLimits limits) {
        this.set = set;
        this.context = context;
        this.limits = limits;
    }

    @Override
    public void beginPrepare(ShadowCopyId copy, Volume volume) throws VssException {
        order.perform(
                Call.BEGIN_PREPARE,
                () -> fileSystemOf(volume).add(new BtrfsMember(set, copy, volume)));
    }

    private SetOnFileSystem fileSystemOf(Volume volume) {
        for (SetOnFileSystem known : fileSystems) {
            if (known.holds(volume)) {
                return known;
            }
        }
        SetOnFileSystem added = new SetOnFileSystem(limits);
        fileSystems.add(added);
        return added;
    }

    @Override
    public void endPrepare() throws VssException {
        order.perform(
                Call.END_PREPARE,
                () -> {
                    for (SetOnFileSystem each : fileSystems) {
                        each.prepare(order::checkNotAborted);
                    }
                });
    }

    @Override
    public List<PreparedCut> preCommit() throws VssException {
        return order.run(
                Call.PRE_COMMIT,
                () -> {
                    for (SetOnFileSystem each : fileSystems) {
                        each.flush();
                    }
                    return fileSystems.stream().<PreparedCut>map(SetOnFileSystem::cut).toList();
                });
    }

    @Override
    public List<CutProof> postCommit(List<CommittedCut> cuts) throws VssException {
        return order.run(
                Call.POST_COMMIT,
                () -> {
                    Map<ShadowCopyId, CutTimes> times = new HashMap<>();
                    cuts.forEach(each -> times.put(each.copy(), each.times()));
                    List<CutProof> proofs = new ArrayList<>();
                    for (SetOnFileSystem each : fileSystems) {
                        proofs.addAll(each.commit(times, fileSystems.size() == 1));
                    }
                    return List.copyOf(proofs);
                });
    }

    @Override
    public void preFinalCommit() throws VssException {
        order.perform(
                Call.PRE_FINAL_COMMIT,
                () -> {
                    for (SetOnFileSystem each : fileSystems) {
                        each.tidy();
                        each.setWritable(context.hasWriters());
                    }
                });
    }

    @Override
    public void postFinalCommit(ShadowCopySet result) throws VssException {
        order.perform(
                Call.POST_FINAL_COMMIT,
                () -> {
                    for (SetOnFileSystem each : fileSystems) {
                        each.setWritable(false);
                    }
                    for (SetOnFileSystem each : fileSystems) {
                        each.complete(result);
                    }
                });
    }

    @Override
    public List<String> abort() {
        return order.abort(() -> {
            List<String> left = new ArrayList<>();
            fileSystems.forEach(each -> left.addAll(each.undo()));
            return left;
        });
    }
}
