package org.openvss.provider.btrfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.linux.BtrfsCalls;
import org.openvss.linux.BtrfsSubvolumes;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.PreparedCalls;
import org.openvss.linux.Statfs;
import org.openvss.provider.ProviderTransaction.CutProof;

/** The volumes of a set that are subvolumes of one file system, and their common cut. */
final class SetOnFileSystem {
    private static final String DECOY_FOLDER = "decoy";
    private static final String DECOY = "empty";
    private static final String REHEARSAL = "rehearsal";
    private static final int PRIVATE_FOLDER = 0x1C0;

    /**
     * How long after the decoy the snapshots are begun: long enough that its transaction is ending,
     * and not so long that it has ended. What suits depends on load and storage, so attempts
     * differ: while other volumes of the set are held, an idle file system in memory ends its
     * transactions in less than 100 µs.
     */
    private static final long[] DELAYS_MICROS = {500, 200, 100, 50, 300, 800, 20, 1200, 400, 2000};

    private final List<BtrfsMember> members = new ArrayList<>();
    private final BtrfsLimits limits;
    private @Nullable SnapshotFolder store;
    private @Nullable Fd decoyFolder;
    private @Nullable Fd decoy;
    private @Nullable BtrfsCut cut;

    SetOnFileSystem(BtrfsLimits limits) {
        this.limits = limits;
    }

    void add(BtrfsMember member) {
        members.add(member);
    }

    List<BtrfsMember> members() {
        return members;
    }

    boolean holds(Volume volume) {
        return members.getFirst().volume().isOnSameFileSystemAs(volume);
    }

    BtrfsCut cut() {
        return made(cut);
    }

    /** Makes everything that the cut needs, and rehearses it. */
    void prepare(AbortCheck check) throws VssException {
        for (BtrfsMember member : members) {
            check.run();
            work(member, "cannot be prepared", BtrfsMember::inspect);
        }
        BtrfsMember first = members.getFirst();
        work(first, "cannot be prepared", member -> openStore(first));
        List<String> paths = members.stream().map(each -> each.subvolume().path()).toList();
        for (BtrfsMember member : members) {
            check.run();
            work(member, "cannot be prepared", each -> each.prepare(made(store), paths));
        }
        check.run();
        work(first, "cannot be prepared", member -> prepareCut());
    }

    private void openStore(BtrfsMember first) throws LinuxException, VssException {
        Volume volume = first.volume();
        long free = Statfs.of(first.subvolume().root()).availableBytes();
        if (free < limits.reserve()) {
            throw new VssException(
                    HResult.VSS_E_INSUFFICIENT_STORAGE,
                    "the file system of "
                            + volume.mountPoint()
                            + " has "
                            + (free >> 20)
                            + " MiB left, but "
                            + (limits.reserve() >> 20)
                            + " MiB must be free so that copies and originals can grow apart; make"
                            + " room there, or delete older copies");
        }
        TopLevel top = TopLevel.open(volume.source());
        boolean kept = false;
        try {
            store = SnapshotFolder.openOrMake(top);
            kept = true;
        } finally {
            if (!kept) {
                top.close();
            }
        }
    }

    private void prepareCut() throws LinuxException {
        Fd first = members.getFirst().folder();
        DirectoryCalls.mkdirat(first, DECOY_FOLDER, PRIVATE_FOLDER);
        Fd around = FileCalls.openat2(first, DECOY_FOLDER, TopLevel.FOLDER, 0, TopLevel.STAY);
        decoyFolder = around;
        BtrfsSubvolumes.create(around, DECOY);
        Fd empty = FileCalls.openat2(around, DECOY, TopLevel.FOLDER, 0, TopLevel.STAY);
        decoy = empty;
        List<Attempt> attempts = new ArrayList<>();
        int most = members.size() > 1 ? limits.mostAttempts() : 1;
        for (int number = 0; number < most; number++) {
            attempts.add(attempt("cut-" + number, number, null));
        }
        Fd root = members.getFirst().subvolume().root();
        BtrfsCut prepared =
                new BtrfsCut(
                        members.stream().map(BtrfsMember::copy).toList(),
                        attempts,
                        PreparedCalls.syncfs(root),
                        members.stream()
                                .map(each -> BtrfsCalls.lastChange(each.subvolume().root()))
                                .toList(),
                        limits);
        cut = prepared;
        // Of an empty subvolume, so that it costs nothing; but it shows whether there is room.
        int errno = prepared.rehearse(attempt(REHEARSAL, 0, empty));
        if (errno != 0) {
            throw new LinuxException("ioctl BTRFS_IOC_SNAP_CREATE_V2", root.name(), errno);
        }
    }

    private Attempt attempt(String name, int number, @Nullable Fd source) throws LinuxException {
        List<BtrfsCalls.Snapshot> snapshots = new ArrayList<>();
        for (BtrfsMember member : members) {
            Fd original = source == null ? member.subvolume().root() : source;
            snapshots.add(BtrfsCalls.snapshot(member.folder(), name, original));
        }
        BtrfsCalls.Snapshot first =
                members.size() > 1
                        ? BtrfsCalls.snapshot(made(decoyFolder), name, made(decoy))
                        : null;
        long delay = DELAYS_MICROS[number % DELAYS_MICROS.length] * 1000;
        return new Attempt(name, first, snapshots, delay);
    }

    /** Writes out everything that is only in memory, so that the cut has little to do. */
    void flush() throws VssException {
        work(
                members.getFirst(),
                "cannot be cut",
                member -> FileCalls.syncfs(member.subvolume().root()));
    }

    /**
     * Makes the copies durable and says what is known of their instant.
     *
     * @param alone whether no other file system without a gate is in the set
     */
    List<CutProof> commit(Map<ShadowCopyId, CutTimes> times, boolean alone) throws VssException {
        if (!cut().isDone()) {
            throw new VssException(
                    HResult.VSS_E_BAD_STATE, "the cut of " + names() + " was not made, or failed");
        }
        Attempt chosen = cut().chosen();
        if (!cut().isConfirmed() && (!alone || !chosen.isOneTransaction())) {
            cut().confirm();
        }
        List<CutProof> proofs = new ArrayList<>();
        for (int at = 0; at < members.size(); at++) {
            BtrfsMember member = members.get(at);
            long transaction = chosen.snapshots().get(at).transaction();
            CutTimes when = times.get(member.copy());
            if (when == null) {
                throw new VssException(
                        HResult.E_INVALIDARG, "the cut of copy " + member.copy() + " is missing");
            }
            work(
                    member,
                    "could not be made durable",
                    each -> each.commit(made(store), chosen.name(), transaction, when));
            proofs.add(proof(at, transaction, alone));
        }
        return proofs;
    }

    private CutProof proof(int at, long transaction, boolean alone) {
        BtrfsMember member = members.get(at);
        String cutIn = " cut in transaction " + transaction;
        String where = member.volume().mountPoint();
        if (alone && cut().chosen().isOneTransaction()) {
            String what =
                    members.size() == 1
                            ? where + " was"
                            : "the " + members.size() + " subvolumes on one file system were";
            return new CutProof(member.copy(), true, what + cutIn, notices(member));
        }
        boolean unchanged = cut().isUnchanged(at);
        String finding =
                unchanged
                        ? where + " was" + cutIn + " and did not change until all had been cut"
                        : where
                                + " was"
                                + cutIn
                                + " and changed before it was known that all had been cut"
                                + (alone
                                        ? "; the subvolumes of its file system did not get into"
                                                + " one transaction in "
                                                + cut().attemptsMade()
                                                + " attempts"
                                        : "");
        return new CutProof(member.copy(), unchanged, finding, notices(member));
    }

    private static List<String> notices(BtrfsMember member) {
        List<String> nested = member.nested();
        return nested.isEmpty()
                ? List.of()
                : List.of(
                        "the copy of "
                                + member.volume().mountPoint()
                                + " does not hold the subvolumes inside it, which are empty"
                                + " folders there: "
                                + String.join(", ", nested)
                                + "; mount them as volumes of their own and add them to the set");
    }

    /** Removes what the cut needed and the copies do not. */
    void tidy() throws VssException {
        if (decoy != null) {
            decoy.close();
        }
        if (decoyFolder != null) {
            decoyFolder.close();
        }
        for (BtrfsMember member : members) {
            work(member, "could not be tidied", BtrfsMember::tidy);
        }
    }

    void setWritable(boolean wanted) throws VssException {
        for (BtrfsMember member : members) {
            work(
                    member,
                    wanted ? "cannot be made writable" : "cannot be made read-only",
                    each -> each.setWritable(wanted));
        }
    }

    /** Makes the copies complete. */
    void complete(ShadowCopySet result) throws VssException {
        for (BtrfsMember member : members) {
            work(member, "could not be completed", each -> each.complete(made(store), result));
        }
        boolean _ = close();
    }

    /** Removes everything; answers what is left. */
    List<String> undo() {
        if (cut != null && !cut.close()) {
            return List.of("the cut of " + names() + " is still running in the kernel");
        }
        List<String> left = new ArrayList<>();
        SnapshotFolder folder = store;
        for (BtrfsMember member : members) {
            member.close();
            try {
                if (folder != null) {
                    member.undo(folder);
                }
            } catch (LinuxException e) {
                left.add(
                        "the snapshot "
                                + member.copy()
                                + " of "
                                + member.volume().mountPoint()
                                + " is still there: "
                                + e.getMessage());
            }
        }
        if (left.isEmpty()) {
            boolean _ = close();
        }
        return left;
    }

    private boolean close() {
        if (cut != null && !cut.close()) {
            return false;
        }
        if (decoy != null) {
            decoy.close();
        }
        if (decoyFolder != null) {
            decoyFolder.close();
        }
        members.forEach(BtrfsMember::close);
        if (store != null) {
            store.close();
            store = null;
        }
        return true;
    }

    private String names() {
        return String.join(", ", members.stream().map(m -> m.volume().mountPoint()).toList());
    }

    private static void work(BtrfsMember member, String failed, MemberWork work)
            throws VssException {
        try {
            work.run(member);
        } catch (LinuxException e) {
            throw member.error(failed, e);
        }
    }

    private static <T> T made(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("endPrepare was not run");
        }
        return value;
    }

    /** Ends the preparation if the set was cancelled. */
    @FunctionalInterface
    interface AbortCheck {
        void run() throws VssException;
    }

    /** Work on one volume. */
    @FunctionalInterface
    private interface MemberWork {
        void run(BtrfsMember member) throws LinuxException, VssException;
    }
}
