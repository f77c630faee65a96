package org.openvss.coordinator.port;

import java.util.List;
import org.openvss.VssException;
import org.openvss.provider.PreparedCut;
import org.openvss.writer.EmergencyThaw;

/**
 * The gate of one creation. The methods are called in the order in which they stand here; {@link
 * #close} at any time, and always.
 */
public interface GateSession extends AutoCloseable {
    /**
     * Opens and checks a descriptor for every held volume, here and in the guard; nothing is held.
     *
     * @param plan the members
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if a mount is not what was planned,
     *     {@code E_OUTOFMEMORY}, {@code VSS_E_UNEXPECTED}
     */
    void prepare(Gate.GatePlan plan) throws VssException;

    /**
     * Flushes all volumes twice, outside the gate, so that the gate stays short.
     *
     * @throws VssException {@code VSS_E_FLUSH_WRITES_TIMEOUT} if the second flush took too long to
     *     close the gate safely
     */
    void preFlush() throws VssException;

    /**
     * Records the emergency thaws and arms the guard with the limit of the writers; from now on the
     * guard thaws them if this process dies or overruns the limit.
     *
     * @param thaws commands of all writers that will be frozen
     * @throws VssException {@code VSS_E_UNEXPECTED} if the guard does not answer
     */
    void arm(List<EmergencyThaw> thaws) throws VssException;

    /**
     * Closes the gate on every volume that is to be held, processes before file systems and
     * devices; runs the cuts, opens each volume after its own cut and lets the processes go last;
     * returns with every gate open, also when it throws. Cuts of volumes that are not held, or only
     * by their processes, end before the first gate opens.
     *
     * @param cuts the prepared cuts, which together name every copy of the plan once
     * @return what happened, including cuts that failed
     * @throws VssException {@code VSS_E_FLUSH_WRITES_TIMEOUT} if a volume could not be flushed and
     *     closed, or the predicted cut is too long; {@code VSS_E_HOLD_WRITES_TIMEOUT} if the guard
     *     opened it or somebody else thawed it
     */
    GateReport holdAndCut(List<PreparedCut> cuts) throws VssException;

    /**
     * Tells the guard that all writers are thawed: it forgets the emergency thaws.
     *
     * @throws VssException {@code VSS_E_HOLD_WRITES_TIMEOUT} if the guard had already run them
     */
    void disarm() throws VssException;

    /**
     * Ends the guard and forgets the ledger of the set; opens whatever is still closed, and runs
     * the emergency thaws unless {@link #disarm} came before. Can be repeated; never throws.
     *
     * @return what could not be opened or cleaned up, one sentence each
     */
    List<String> end();

    @Override
    default void close() {
        end();
    }
}
