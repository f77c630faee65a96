package org.openvss.gate;

import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.coordinator.port.Gate;
import org.openvss.coordinator.port.GateSession;

/**
 * The gate of Linux: holds file systems, devices and processes, watched by a guard in a process of
 * its own.
 *
 * <p>Starts the guard and makes the session; the session does the work. Holds no lock: the creation
 * lock belongs to the coordinator, the guard's lock to the guard.
 */
public final class LinuxGate implements Gate {
    private final RuntimeFolder folder;
    private final GateOptions options;
    private final GateCalls calls;

    /**
     * Makes the gate of this machine.
     *
     * @param folder runtime folder
     * @param options what can be adjusted
     */
    public LinuxGate(RuntimeFolder folder, GateOptions options) {
        this(folder, options, GateCalls.KERNEL);
    }

    LinuxGate(RuntimeFolder folder, GateOptions options, GateCalls calls) {
        this.folder = folder;
        this.options = options;
        this.calls = calls;
    }

    @Override
    public GateSession open(ShadowCopySetId set, GateLimits limits) throws VssException {
        return new LinuxGateSession(
                folder, options, set, limits, calls, GuardProcess.start(folder));
    }
}
