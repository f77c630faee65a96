package org.openvss.provider.copy;

import java.util.Set;

/** Records what a walk sees and does nothing else. */
final class TreeRecorder implements TreeVisitor {
    private final TreeIndex index;

    TreeRecorder(TreeIndex index) {
        this.index = index;
    }

    @Override
    public void enterFolder(Node folder) {
        // Recorded when it is left, as the copier does.
    }

    @Override
    public void leaveFolder(Node folder, Set<String> names) {
        index.add(folder.path(), folder.status());
    }

    @Override
    public void visit(Node node) {
        index.add(node.path(), node.status());
    }

    @Override
    public void visitMountPoint(String path, String name) {
        // What is mounted there is not part of the tree.
    }
}
