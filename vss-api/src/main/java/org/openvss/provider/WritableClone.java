package org.openvss.provider;

import org.openvss.VssException;

/**
 * A throw-away clone of a copy that can be written to, mounted in the mount namespace of the thread
 * that asked for it. Nothing that is written to it reaches the copy.
 */
public interface WritableClone extends AutoCloseable {
    /** Returns the folder that shows what the original's mount point showed. */
    String path();

    /**
     * Unmounts and throws away; nothing of it remains.
     *
     * @throws VssException {@code VSS_E_VOLUME_IN_USE} if something still uses it
     */
    @Override
    void close() throws VssException;
}
