package org.openvss.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.CgroupTree;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenForWriting.Seen;

/**
 * Which control groups have to be frozen so that nobody writes, or why that may not be.
 *
 * <p>Never one that holds process 1, this process or its guard, or a service that is to keep
 * running: freezing a group freezes everything below it as well. Looks at nothing but what was
 * seen.
 */
final class WriterGroups {
    private static final String SCOPE =
            "start it in a scope of its own ('systemd-run --scope COMMAND', or a new folder below"
                    + " the control group with its pid in cgroup.procs)";

    private final Set<Integer> ourselves;
    private final List<String> keepRunning;
    private final Optional<CgroupTree> tree;

    /**
     * Prepares to choose.
     *
     * @param ourselves pids of this process and of the guard, which write nothing meanwhile
     * @param keepRunning groups and units that are never frozen
     * @param tree the control groups of this machine, if it has them
     */
    WriterGroups(Set<Integer> ourselves, List<String> keepRunning, Optional<CgroupTree> tree) {
        this.ourselves = Set.copyOf(ourselves);
        this.keepRunning = List.copyOf(keepRunning);
        this.tree = tree;
    }

    /** Tells whether a group is another one or lies below it. */
    static boolean isWithin(String group, String above) {
        return above.equals("/") || group.equals(above) || group.startsWith(above + "/");
    }

    /** Returns the processes that must not write and are not ourselves. */
    List<Seen> writers(List<Seen> seen) {
        return seen.stream()
                .filter(one -> one.isWriter() && !ourselves.contains(one.pid()))
                .toList();
    }

    /**
     * Chooses groups; none of them lies below another.
     *
     * @param seen all processes of the machine
     * @return names of the groups of all writers
     * @throws VssException {@code VSS_E_FLUSH_WRITES_TIMEOUT} if a writer is in a group that may
     *     not be frozen, with the process and what to do
     */
    Set<String> choose(List<Seen> seen) throws VssException {
        Set<String> chosen = new TreeSet<>();
        for (Seen writer : writers(seen)) {
            chosen.add(groupOf(writer, seen));
        }
        Set<String> highest = new TreeSet<>();
        for (String group : chosen) {
            if (highest.stream().noneMatch(above -> isWithin(group, above))) {
                highest.add(group);
            }
        }
        return highest;
    }

    private String groupOf(Seen writer, List<Seen> seen) throws VssException {
        if (tree.isEmpty() || writer.cgroup().isEmpty()) {
            throw refused(
                    writer,
                    "this machine has no control groups of version 2",
                    "mount them ('mount -t cgroup2 none /sys/fs/cgroup/unified')");
        }
        String group;
        try {
            group = tree.get().withWholeProcesses(writer.cgroup());
        } catch (LinuxException failure) {
            throw refused(writer, String.valueOf(failure.getMessage()), "try again");
        }
        if (group.equals("/") || tree.get().folder(group).isEmpty()) {
            throw refused(writer, "it is in the root of the control groups", SCOPE);
        }
        for (Seen other : seen) {
            Optional<String> reason = whyAlive(other);
            if (reason.isPresent() && isWithin(other.cgroup(), group)) {
                throw refused(
                        writer,
                        "its control group " + group + " holds " + reason.get() + " as well",
                        SCOPE);
            }
        }
        return group;
    }

    private Optional<String> whyAlive(Seen process) {
        if (process.pid() == 1) {
            return Optional.of("process 1");
        }
        if (ourselves.contains(process.pid())) {
            return Optional.of("this very process or its guard");
        }
        return keepRunning.stream()
                .filter(kept -> isKept(process.cgroup(), kept))
                .findFirst()
                .map(kept -> "process " + process.pid() + ", which keeps running (" + kept + "),");
    }

    /** A path means the group and all below; anything else is the name of a unit. */
    private static boolean isKept(String group, String kept) {
        return kept.startsWith("/")
                ? isWithin(group, kept)
                : List.of(group.split("/", -1)).contains(kept);
    }

    private static VssException refused(Seen writer, String why, String remedy) {
        return new VssException(
                HResult.VSS_E_FLUSH_WRITES_TIMEOUT,
                "The process "
                        + describe(writer)
                        + ", cannot be held: "
                        + why
                        + ". Nothing was held. Stop the process meanwhile, "
                        + remedy
                        + ", or make a set of each volume.");
    }

    /** Returns how messages name a writer. */
    static String describe(Seen writer) {
        return writer.pid() + " (" + writer.name() + "), which writes to " + writer.file();
    }

    /** Returns how messages name several writers. */
    static String describe(List<Seen> writers) {
        List<String> described = new ArrayList<>();
        writers.forEach(writer -> described.add(describe(writer)));
        return String.join("; ", described);
    }
}
