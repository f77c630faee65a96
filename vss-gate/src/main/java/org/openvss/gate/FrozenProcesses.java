package org.openvss.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.openvss.VssException;
import org.openvss.linux.CgroupFreezer;
import org.openvss.linux.Errno;
import org.openvss.linux.LinuxException;

/**
 * Control groups whose processes are frozen. Groups that others have frozen are never among them.
 *
 * @param groups the groups, possibly none
 */
record FrozenProcesses(List<Group> groups) implements HoldTarget {
    static final String KIND = "processes";

    FrozenProcesses {
        groups = List.copyOf(groups);
    }

    /**
     * A control group.
     *
     * @param folder its folder
     * @param id its number, which a later group at the same place does not have
     */
    record Group(String folder, long id) {}

    /** Returns what is to be known of open freezers. */
    static FrozenProcesses of(List<CgroupFreezer> freezers) {
        return new FrozenProcesses(
                freezers.stream().map(one -> new Group(one.folder(), one.id())).toList());
    }

    @Override
    public String label() {
        return groups.isEmpty()
                ? "no processes"
                : "the processes of "
                        + groups.stream().map(Group::folder).collect(Collectors.joining(", "));
    }

    @Override
    public String words() {
        StringBuilder words = new StringBuilder(KIND).append(' ').append(groups.size());
        for (Group group : groups) {
            words.append(' ').append(group.id()).append(' ');
            words.append(FieldText.encode(group.folder()));
        }
        return words.toString();
    }

    /**
     * Reads what {@link #words} wrote, without the kind.
     *
     * @throws IllegalArgumentException if the words are something else
     */
    static FrozenProcesses parse(String words) {
        String[] word = words.split(" ", -1);
        if (word.length != 1 + 2 * Integer.parseInt(word[0])) {
            throw new IllegalArgumentException("the number of control groups does not match");
        }
        List<Group> groups = new ArrayList<>();
        for (int at = 1; at < word.length; at += 2) {
            groups.add(new Group(FieldText.decode(word[at + 1]), Long.parseLong(word[at])));
        }
        return new FrozenProcesses(groups);
    }

    @Override
    public String byHand() {
        return groups.stream()
                .map(group -> "'echo 0 >" + group.folder() + "/cgroup.freeze'")
                .collect(Collectors.joining(", "));
    }

    @Override
    public Release open() throws VssException {
        try {
            return release(freezers());
        } catch (LinuxException failure) {
            throw Failures.of("The control groups cannot be opened", failure, "");
        }
    }

    @Override
    public Search find() throws LinuxException {
        List<CgroupFreezer> freezers = freezers();
        return freezers.isEmpty() ? new Search.Gone() : new Search.Reachable(release(freezers));
    }

    /**
     * Thaws all groups that are to be frozen.
     *
     * @return 0, EINVAL if none was to be, or the errno of one that could not be thawed
     */
    static int thaw(List<CgroupFreezer.Calls> groups) {
        int result = Errno.EINVAL;
        int failed = 0;
        for (int at = 0; at < groups.size(); at++) {
            CgroupFreezer.Calls group = groups.get(at);
            if (group.isAsked()) {
                int errno = group.thaw();
                // A group that is gone has no processes that could wait.
                failed = errno == 0 || errno == Errno.ENODEV ? failed : errno;
                result = 0;
            }
        }
        return failed == 0 ? result : failed;
    }

    private static Release release(List<CgroupFreezer> freezers) {
        List<CgroupFreezer.Calls> calls = freezers.stream().map(CgroupFreezer::prepare).toList();
        return new Release(() -> thaw(calls), List.copyOf(freezers));
    }

    /** Opens those of the groups that still exist. */
    private List<CgroupFreezer> freezers() throws LinuxException {
        List<CgroupFreezer> freezers = new ArrayList<>();
        for (Group group : groups) {
            try {
                CgroupFreezer freezer = CgroupFreezer.open(group.folder());
                if (freezer.id() == group.id()) {
                    freezers.add(freezer);
                } else {
                    freezer.close();
                }
            } catch (LinuxException failure) {
                if (failure.errno() != Errno.ENOENT && failure.errno() != Errno.ENODEV) {
                    freezers.forEach(CgroupFreezer::close);
                    throw failure;
                }
            }
        }
        return freezers;
    }
}
