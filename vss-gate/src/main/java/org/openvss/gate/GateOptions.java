package org.openvss.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
 * @param keepRunning services that are never frozen, whatever they write to: names of units, or
 *     paths of control groups
 */
public record GateOptions(
        String stateFolder,
        boolean expediteGracePeriods,
        Duration firstFlushLimit,
        Duration secondFlushLimit,
        Duration cutLimit,
        List<String> keepRunning) {
    /** Services of which storage may need something while processes are held. */
    private static final List<String> STORAGE =
            List.of(
                    "systemd-udevd.service",
                    "multipathd.service",
                    "iscsid.service",
                    "dm-event.service",
                    "lvm2-monitor.service");

    /** Copies the list. */
    public GateOptions {
        keepRunning = List.copyOf(keepRunning);
    }

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
                Duration.ofSeconds(2),
                STORAGE);
    }

    /** Returns these options with services that are never frozen beside those that already are. */
    public GateOptions alsoKeeping(List<String> services) {
        List<String> all = new ArrayList<>(keepRunning);
        all.addAll(services);
        return new GateOptions(
                stateFolder,
                expediteGracePeriods,
                firstFlushLimit,
                secondFlushLimit,
                cutLimit,
                all);
    }
}
