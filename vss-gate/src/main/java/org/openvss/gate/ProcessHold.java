package org.openvss.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openvss.VssException;
import org.openvss.linux.CgroupFreezer;
import org.openvss.linux.CgroupTree;
import org.openvss.linux.DeviceNumber;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenForWriting;
import org.openvss.linux.OpenForWriting.Seen;
import org.openvss.linux.PreparedCall;
import org.openvss.linux.PreparedCalls;

/**
 * Holds volumes that cannot be frozen by freezing the control groups of all processes that have
 * them open for writing.
 *
 * <p>Which groups these are is found out shortly before ({@link #renew}); {@link #prepareVerify}
 * looks again, once they are frozen and once more before they go on, whether somebody else has the
 * volumes open. Who opens, writes and closes in between is not seen: that is why the provider
 * proves that its volume did not change. {@link WriterGroups} decides what may be frozen.
 */
final class ProcessHold implements VolumeHold {
    private static final long STANDSTILL_NANOS = Duration.ofMillis(500).toNanos();
    private static final long POLL_NANOS = 100_000;
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(10);

    private final String label;
    private final List<Fd> roots;
    private final OpenForWriting volumes;
    private final Optional<CgroupTree> tree;
    private final WriterGroups groups;
    private final Set<String> writersSoFar = new TreeSet<>();
    private final Map<String, CgroupFreezer> freezers = new HashMap<>();
    private volatile FrozenProcesses target = new FrozenProcesses(List.of());
    private volatile String newcomers = "";
    private volatile boolean broken;

    private ProcessHold(
            HoldSlot slot, List<Fd> roots, Optional<CgroupTree> tree, WriterGroups groups) {
        this.label = slot.label();
        this.roots = List.copyOf(roots);
        this.volumes =
                new OpenForWriting(
                        slot.members().stream()
                                .map(member -> member.volume())
                                .map(volume -> new DeviceNumber(volume.major(), volume.minor()))
                                .collect(Collectors.toSet()));
        this.tree = tree;
        this.groups = groups;
    }

    /**
     * Opens and checks the volumes, and finds out who writes to them now.
     *
     * @param ourselves pids of this process and of the guard
     * @param keepRunning groups and units that are never frozen
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if a volume is not mounted as planned,
     *     {@code VSS_E_FLUSH_WRITES_TIMEOUT} if somebody writes who may not be frozen
     */
    static ProcessHold open(HoldSlot slot, Set<Integer> ourselves, List<String> keepRunning)
            throws VssException {
        List<Fd> roots = new ArrayList<>();
        @Nullable ProcessHold opened = null;
        try {
            Map<String, LedgerVolume> once = new HashMap<>();
            slot.members().stream()
                    .map(member -> LedgerVolume.of(member.volume()))
                    .forEach(volume -> once.putIfAbsent(volume.deviceNumbers(), volume));
            for (LedgerVolume volume : once.values()) {
                roots.add(VolumeHandle.open(volume));
            }
            Optional<CgroupTree> tree = CgroupTree.find();
            ProcessHold hold =
                    new ProcessHold(
                            slot, roots, tree, new WriterGroups(ourselves, keepRunning, tree));
            hold.renew();
            opened = hold;
            return hold;
        } catch (LinuxException failure) {
            throw Failures.of("The control groups cannot be found", failure, "");
        } finally {
            if (opened == null) {
                roots.forEach(Fd::close);
            }
        }
    }

    @Override
    public HoldTarget target() {
        return target;
    }

    @Override
    public boolean renew() throws VssException {
        List<Seen> seen = BoundedLook.at(volumes, LOOK_LIMIT, label);
        // Who was seen once may write again, although nothing is open at this moment.
        writersSoFar.addAll(groups.choose(seen));
        try {
            openFreezers();
        } catch (LinuxException failure) {
            throw Failures.of("The control groups of the writers cannot be opened", failure, "");
        }
        FrozenProcesses before = target;
        target = FrozenProcesses.of(List.copyOf(freezers.values()));
        return !target.equals(before);
    }

    @Override
    public PreparedCall prepareClose() {
        List<CgroupFreezer.Calls> calls = calls();
        return () -> close(calls);
    }

    @Override
    public PreparedCall prepareOpen() {
        List<CgroupFreezer.Calls> calls = calls();
        return () -> open(calls);
    }

    @Override
    public PreparedCall prepareVerify() {
        return this::verify;
    }

    @Override
    public List<PreparedCall> prepareFlush() {
        return roots.stream().map(PreparedCalls::syncfs).toList();
    }

    @Override
    public String host() {
        return label;
    }

    @Override
    public boolean mayRetry(int errno) {
        return errno == Errno.EAGAIN || errno == Errno.ETIMEDOUT || errno == Errno.EBUSY;
    }

    @Override
    public String whyNotClosed(int errno) {
        return switch (errno) {
            case Errno.ETIMEDOUT ->
                    label
                            + ": "
                            + target.label()
                            + " did not stand still within "
                            + STANDSTILL_NANOS / 1_000_000
                            + " ms, because they wait for the storage. Try again when less is"
                            + " written";
            case Errno.EAGAIN ->
                    label
                            + ": a control group of the writers went away in the same moment. Try"
                            + " again";
            case Errno.EBUSY ->
                    label
                            + ": one of the control groups of "
                            + target.label()
                            + " was frozen by somebody else in the same moment. Try again";
            default -> label + ": the processes could not be held: " + Failures.errno(errno);
        };
    }

    @Override
    public String whyNotHeld(int errno) {
        return label
                + ": "
                + (errno == Errno.EAGAIN
                        ? "somebody else began to write: " + newcomers + ". Try again"
                        : VolumeHold.super.whyNotHeld(errno));
    }

    @Override
    public void close() {
        freezers.values().forEach(CgroupFreezer::close);
        freezers.clear();
        roots.forEach(Fd::close);
    }

    private List<CgroupFreezer.Calls> calls() {
        return freezers.values().stream().map(CgroupFreezer::prepare).toList();
    }

    /** Keeps open what is open, so that a call that hangs keeps its descriptors. */
    private void openFreezers() throws LinuxException {
        freezers.values().removeIf(ProcessHold::closedBecauseGone);
        for (String group : writersSoFar) {
            Optional<String> folder = tree.flatMap(cgroups -> cgroups.folder(group));
            if (folder.isEmpty() || freezers.containsKey(group)) {
                continue;
            }
            try {
                CgroupFreezer freezer = CgroupFreezer.open(folder.get());
                CgroupFreezer.Calls calls = freezer.prepare();
                if (calls.isAsked() || calls.isFrozen()) {
                    // Frozen by somebody else: held already, and never ours to thaw.
                    freezer.close();
                } else {
                    freezers.put(group, freezer);
                }
            } catch (LinuxException failure) {
                if (failure.errno() != Errno.ENOENT && failure.errno() != Errno.ENODEV) {
                    throw failure;
                }
            }
        }
    }

    private static boolean closedBecauseGone(CgroupFreezer freezer) {
        boolean gone = freezer.prepare().isGone();
        if (gone) {
            freezer.close();
        }
        return gone;
    }

    private int close(List<CgroupFreezer.Calls> calls) {
        broken = false;
        for (int at = 0; at < calls.size(); at++) {
            if (calls.get(at).isAsked()) {
                return Errno.EBUSY;
            }
        }
        int errno = freeze(calls);
        if (errno != 0) {
            int undo = FrozenProcesses.thaw(calls);
            if (undo != 0 && undo != Errno.EINVAL) {
                // It is still ours, so it counts as closed: the opening tries again.
                broken = true;
                return 0;
            }
        }
        return errno;
    }

    private static int freeze(List<CgroupFreezer.Calls> calls) {
        for (int at = 0; at < calls.size(); at++) {
            int errno = calls.get(at).freeze();
            if (errno != 0) {
                // A group that is gone is left out at the next attempt.
                return errno == Errno.ENODEV ? Errno.EAGAIN : errno;
            }
        }
        long begun = System.nanoTime();
        while (!allFrozen(calls)) {
            if (System.nanoTime() - begun > STANDSTILL_NANOS) {
                return Errno.ETIMEDOUT;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return 0;
    }

    private static boolean allFrozen(List<CgroupFreezer.Calls> calls) {
        for (int at = 0; at < calls.size(); at++) {
            if (!calls.get(at).isFrozen()) {
                return false;
            }
        }
        return true;
    }

    private int open(List<CgroupFreezer.Calls> calls) {
        boolean held = !broken;
        for (int at = 0; at < calls.size(); at++) {
            held &= calls.get(at).isAsked() && calls.get(at).isFrozen();
        }
        int errno = FrozenProcesses.thaw(calls);
        if (errno != 0 && errno != Errno.EINVAL) {
            return errno;
        }
        return held ? 0 : Errno.EINVAL;
    }

    /** Looks whether anybody has the volumes open for writing who is not frozen. */
    private int verify() {
        try {
            List<Seen> seen = volumes.look(this::isOurs);
            List<Seen> free = new ArrayList<>();
            for (Seen writer : groups.writers(seen)) {
                if (!isHeldByOthers(writer.cgroup())) {
                    free.add(writer);
                }
            }
            newcomers = WriterGroups.describe(free);
            return free.isEmpty() ? 0 : Errno.EAGAIN;
        } catch (LinuxException failure) {
            newcomers = String.valueOf(failure.getMessage());
            return failure.errno();
        }
    }

    private boolean isOurs(String group) {
        for (String held : freezers.keySet()) {
            if (WriterGroups.isWithin(group, held)) {
                return true;
            }
        }
        return false;
    }

    private boolean isHeldByOthers(String group) throws LinuxException {
        Optional<String> folder = tree.flatMap(cgroups -> cgroups.folder(group));
        if (folder.isEmpty() || group.equals("/")) {
            return false;
        }
        try (CgroupFreezer freezer = CgroupFreezer.open(folder.get())) {
            return freezer.prepare().isFrozen();
        } catch (LinuxException failure) {
            if (failure.errno() == Errno.ENOENT || failure.errno() == Errno.ENODEV) {
                // The group went away with its processes.
                return true;
            }
            throw failure;
        }
    }
}
