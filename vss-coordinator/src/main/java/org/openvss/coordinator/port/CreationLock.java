package org.openvss.coordinator.port;

import org.openvss.VssException;

/** The machine-wide lock: one creation at a time. */
public interface CreationLock {
    /**
     * Takes the lock without waiting longer than the requester asked for.
     *
     * @throws VssException {@code VSS_E_SNAPSHOT_SET_IN_PROGRESS} with process and age of the
     *     holder
     */
    Held acquire() throws VssException;

    /** The lock, held until closed; closing it again does nothing. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }
}
