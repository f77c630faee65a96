package org.openvss.writer;

import java.time.Duration;
import java.util.List;
import org.openvss.VssException;

/**
 * Decides over transactions that span several resources, and can hold its decisions while a set is
 * cut; stands where VSS freezes its transaction managers KTM and DTC.
 *
 * <p>Databases that are cut at one instant each show every transaction entirely or not, but a
 * transaction that commits in two of them is committed in one a moment before the other. If no
 * decision is under way at the instant of the cut, no copy shows one half of a transaction.
 *
 * <p>Rules, verified by the contract kit:
 *
 * <ul>
 *   <li>From the return of {@link #freeze} to the call of {@link #thaw} no commit is decided: those
 *       that were being decided have ended, new ones wait. Work inside transactions goes on.
 *   <li>A manager whose freeze was called gets exactly one thaw, also when freeze failed or is
 *       still waiting; a freeze that has been thawed does not take hold afterwards.
 *   <li>A manager resumes by itself after {@link #holdLimit}, whatever happens to the coordinator.
 *   <li>It holds no reference to the coordinator.
 * </ul>
 */
public interface TransactionManager {
    /** Returns its name, for messages. */
    String name();

    /**
     * Returns absolute folders whose volumes hold files of the manager or of the resources that it
     * coordinates; it is frozen for a set with one of them. Empty means for every set.
     */
    List<String> affectedPaths();

    /**
     * Returns how long it can hold its decisions before its own transactions time out; after that
     * it resumes by itself.
     */
    Duration holdLimit();

    /**
     * Holds new decisions and waits until those under way have ended.
     *
     * @param limit how long to wait for them
     * @throws VssException {@code VSS_E_TRANSACTION_FREEZE_TIMEOUT} if they did not end in time, or
     *     it cannot be frozen; nothing is held then
     */
    void freeze(Duration limit) throws VssException;

    /**
     * Lets decisions go on; does nothing if none are held because freeze failed.
     *
     * @throws VssException {@code VSS_E_TRANSACTION_THAW_TIMEOUT} if it could not resume, or had
     *     resumed by itself before this call, so that decisions may have been made since
     */
    void thaw() throws VssException;
}
