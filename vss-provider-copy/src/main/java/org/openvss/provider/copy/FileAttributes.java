package org.openvss.provider.copy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileStatus;
import org.openvss.linux.FileType;
import org.openvss.linux.LinuxException;
import org.openvss.linux.XattrCalls;

/**
 * Gives copies the owner, permissions, ACLs, other extended attributes and times of their
 * originals, and remembers in words what could not be kept without privilege.
 */
final class FileAttributes {
    private final Set<String> lost = new TreeSet<>();

    /** Returns what could not be kept, as clauses; empty as root on a full-featured target. */
    Set<String> lost() {
        return lost;
    }

    /**
     * Copies all attributes to an open file or folder.
     *
     * @param source handle of the original
     * @param status what the original was when the walk met it
     * @param target open for reading or writing
     */
    void copyToOpen(Fd source, FileStatus status, Fd target) throws LinuxException {
        changeOwner(
                status,
                AttributeCalls.fstat(target),
                () -> AttributeCalls.fchown(target, status.ownerId(), status.groupId()));
        for (String attribute : XattrCalls.listThroughProc(source)) {
            byte[] value = XattrCalls.getThroughProc(source, attribute);
            if (value != null) {
                attempt(
                        "extended attribute " + attribute,
                        () -> XattrCalls.set(target, attribute, value));
            }
        }
        // After the ACLs: the group bits of a file with an ACL are its mask, as in the original.
        AttributeCalls.fchmod(target, status.mode());
        AttributeCalls.futimens(target, status.accessed(), status.modified());
    }

    /**
     * Copies all attributes to a link, pipe, socket or device, which cannot be opened.
     *
     * @param source handle of the original
     * @param status what the original was when the walk met it
     * @param folder folder of the copy
     * @param name name of the copy
     */
    void copyToName(Fd source, FileStatus status, Fd folder, String name) throws LinuxException {
        changeOwner(
                status,
                AttributeCalls.statx(folder, name),
                () -> AttributeCalls.fchownat(folder, name, status.ownerId(), status.groupId()));
        String path = folder.procPath() + "/" + name;
        for (String attribute : namesOf(source)) {
            byte[] value = XattrCalls.getThroughProc(source, attribute);
            if (value != null) {
                attempt(
                        "extended attribute " + attribute,
                        () -> XattrCalls.set(path, attribute, value));
            }
        }
        if (status.type() != FileType.SYMBOLIC_LINK) {
            AttributeCalls.fchmodat(folder, name, status.mode());
        }
        AttributeCalls.utimensat(folder, name, status.accessed(), status.modified());
    }

    private static List<String> namesOf(Fd source) throws LinuxException {
        try {
            return XattrCalls.listThroughProc(source);
        } catch (LinuxException e) {
            if (e.errno() == Errno.EOPNOTSUPP || e.errno() == Errno.EPERM) {
                return List.of();
            }
            throw e;
        }
    }

    private void changeOwner(FileStatus wanted, FileStatus now, Step step) throws LinuxException {
        if (wanted.ownerId() != now.ownerId() || wanted.groupId() != now.groupId()) {
            attempt("owners of files of others", step);
        }
    }

    private void attempt(String what, Step step) throws LinuxException {
        try {
            step.run();
        } catch (LinuxException e) {
            switch (e.errno()) {
                case Errno.EPERM, Errno.EACCES, Errno.EOPNOTSUPP -> lost.add(what);
                default -> throw e;
            }
        }
    }

    /** One change of an attribute. */
    @FunctionalInterface
    private interface Step {
        void run() throws LinuxException;
    }
}
