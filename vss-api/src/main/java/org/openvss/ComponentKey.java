package org.openvss;

/**
 * Names a component: the class of its writer, its kind, its logical path and its name.
 *
 * @param writerId class of the writer
 * @param type kind of the component
 * @param logicalPath names of the components above it, joined by {@code \}; empty at the root,
 *     where VSS allows null as well
 * @param name name of the component
 */
public record ComponentKey(WriterId writerId, ComponentType type, String logicalPath, String name) {
    /** Returns logical path and name joined by {@code \}, as components below it carry them. */
    public String fullPath() {
        return logicalPath.isEmpty() ? name : logicalPath + "\\" + name;
    }

    /**
     * Tells whether a component of the same writer class lies below this one: its logical path
     * begins with whole elements of this full path.
     *
     * @param other the component that may lie below
     */
    public boolean isAncestorOf(ComponentKey other) {
        return writerId.equals(other.writerId)
                && (other.logicalPath + "\\").startsWith(fullPath() + "\\");
    }
}
