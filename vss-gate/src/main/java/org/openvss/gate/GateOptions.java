package org.openvss.gate;

import java.time.Duration;

/**
 * What can be adjusted at the gate.
 *
 * @param stateFolder folder with the journal that knows the sets, for the ledger
 * @param expediteGracePeriods whether {@code rcu_expedited} may be set while gates are closed;
 *     without it each gate is closed and opened once directly before
 * @param firstFlushLimit how long flushing everything that is dirty may take
 * @param secondFlushLimit how long flushing what came in meanwhile may take: about the time for
 *     which applications will see their writes held
 * @param cutLimit how long the cuts on one host may be predicted to take together
 */
public record GateOptions(
        String stateFolder,
        boolean expediteGracePeriods,
        Duration firstFlushLimit,
        Duration secondFlushLimit,
        Duration cutLimit) {
    /**
     * Returns the options that fit nearly everybody.
     *
     * @param stateFolder folder with the journal that knows the sets
     */
    public static GateOptions usual(String stateFolder) {
        return new GateOptions(
                stateFolder,
                true,
                Duration.ofMinutes(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2));
    }
}
