package org.openvss.provider.copy;

import java.util.Set;
import org.openvss.VssException;
import org.openvss.linux.Fd;
import org.openvss.linux.FileStatus;
import org.openvss.linux.LinuxException;

/** What is done with each thing that a {@link TreeWalk} meets. */
interface TreeVisitor {
    /**
     * One thing in the tree.
     *
     * @param path path below the root of the tree, empty for the root itself
     * @param name last part of the path
     * @param handle O_PATH descriptor, open while the visitor runs
     * @param status what it was when the walk met it
     */
    record Node(String path, String name, Fd handle, FileStatus status) {}

    /** Meets a folder, before what is in it. */
    void enterFolder(Node folder) throws LinuxException, VssException;

    /**
     * Leaves a folder, after everything in it.
     *
     * @param names what was met in it
     */
    void leaveFolder(Node folder, Set<String> names) throws LinuxException, VssException;

    /** Meets anything else than a folder. */
    void visit(Node node) throws LinuxException, VssException;

    /**
     * Meets a folder on which something else is mounted; it is not looked into.
     *
     * @param path path below the root of the tree
     * @param name last part of the path
     */
    void visitMountPoint(String path, String name) throws LinuxException, VssException;
}
