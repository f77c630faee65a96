package org.openvss.provider.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.Statfs;
import org.openvss.provider.PreparedCut;
import org.openvss.provider.ProviderTransaction;
import org.openvss.provider.TransactionOrder;
import org.openvss.provider.TransactionOrder.Call;

/** One set of cloned images; the work on one volume is in {@link ImageMember}. */
final class ImageTransaction implements ProviderTransaction {
    private final TransactionOrder order = new TransactionOrder();
    private final List<ImageMember> members = new ArrayList<>();
    private final ShadowCopySetId set;
    private final ImageLimits limits;

    ImageTransaction(ShadowCopySetId set, ImageLimits limits) {
        this.set = set;
        this.limits = limits;
    }

    @Override
    public void beginPrepare(ShadowCopyId copy, Volume volume) throws VssException {
        order.perform(
                Call.BEGIN_PREPARE,
                () -> {
                    requireOtherImage(volume);
                    members.add(new ImageMember(set, copy, volume, limits));
                });
    }

    /** Subvolumes of one btrfs are different volumes, but in one image. */
    private void requireOtherImage(Volume volume) throws VssException {
        for (ImageMember member : members) {
            if (member.volume().isOnSameFileSystemAs(volume)) {
                throw new VssException(
                        HResult.VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER,
                        volume.mountPoint()
                                + " is in the same image as "
                                + member.volume().mountPoint()
                                + ", and a clone of it holds both; name one of them, or use"
                                + " '--provider btrfs'");
            }
        }
    }

    @Override
    public void endPrepare() throws VssException {
        order.perform(
                Call.END_PREPARE,
                () -> {
                    forEach("cannot be prepared", ImageMember::inspect);
                    requireRoom();
                    forEach("cannot be prepared", ImageMember::prepare);
                });
    }

    /** Copies on one host share its room. */
    private void requireRoom() throws VssException {
        Map<String, Long> needed = new HashMap<>();
        for (ImageMember member : members) {
            Mount host = member.host();
            long sum = needed.merge(host.deviceNumbers(), member.neededRoom(), Math::addExact);
            long free;
            try {
                free = Statfs.of(host.mountPoint()).availableBytes();
            } catch (LinuxException e) {
                throw ImageErrors.of("the room on " + host.mountPoint() + " is not known", e);
            }
            if (free < sum) {
                throw new VssException(
                        HResult.VSS_E_INSUFFICIENT_STORAGE,
                        "the host file system "
                                + host.mountPoint()
                                + " has "
                                + mebibytes(free)
                                + " MiB left, but the copies on it need "
                                + mebibytes(sum)
                                + " MiB to grow while their originals change; make room there, or"
                                + " delete older copies");
            }
        }
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }

    @Override
    public List<PreparedCut> preCommit() throws VssException {
        return order.run(
                Call.PRE_COMMIT,
                () -> {
                    forEach("cannot be cut", ImageMember::checkStillThere);
                    return members.stream().<PreparedCut>map(ImageMember::cut).toList();
                });
    }

    @Override
    public List<CutProof> postCommit(List<CommittedCut> cuts) throws VssException {
        return order.run(
                Call.POST_COMMIT,
                () -> {
                    Map<ShadowCopyId, CutTimes> times = new HashMap<>();
                    cuts.forEach(cut -> times.put(cut.copy(), cut.times()));
                    Map<ShadowCopyId, CutProof> proofs = new ConcurrentHashMap<>();
                    forEach(
                            "could not be made durable",
                            member -> {
                                CutTimes when = times.get(member.copy());
                                if (when == null) {
                                    throw new VssException(
                                            HResult.E_INVALIDARG,
                                            "the cut of copy " + member.copy() + " is missing");
                                }
                                proofs.put(member.copy(), member.commit(when));
                            });
                    return members.stream()
                            .map(member -> Objects.requireNonNull(proofs.get(member.copy())))
                            .toList();
                });
    }

    @Override
    public void preFinalCommit() throws VssException {
        // Clones stay read-only: writers recover nothing in them.
        order.perform(Call.PRE_FINAL_COMMIT, () -> {});
    }

    @Override
    public void postFinalCommit(ShadowCopySet result) throws VssException {
        order.perform(
                Call.POST_FINAL_COMMIT,
                () -> forEach("could not be completed", member -> member.complete(result)));
    }

    @Override
    public List<String> abort() {
        return order.abort(() -> {
            List<String> residue = new ArrayList<>();
            for (ImageMember member : members) {
                try {
                    member.undo();
                } catch (LinuxException | VssException e) {
                    residue.add(
                            "the clone "
                                    + member.copy()
                                    + " of "
                                    + member.volume().mountPoint()
                                    + " is still there: "
                                    + e.getMessage());
                }
            }
            return residue;
        });
    }

    private void forEach(String failed, MemberWork work) throws VssException {
        SideBySide.each(
                members,
                member -> {
                    order.checkNotAborted();
                    try {
                        work.run(member);
                    } catch (LinuxException e) {
                        throw ImageErrors.of(
                                "the copy of " + member.volume().mountPoint() + " " + failed, e);
                    }
                });
    }

    /** Work on one volume. */
    @FunctionalInterface
    private interface MemberWork {
        void run(ImageMember member) throws LinuxException, VssException;
    }
}
