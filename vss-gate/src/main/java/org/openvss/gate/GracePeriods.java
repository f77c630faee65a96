package org.openvss.gate;

import java.util.List;
import java.util.Optional;
import org.openvss.VssException;
import org.openvss.linux.LinuxException;
import org.openvss.linux.RcuExpedited;

/**
 * The kernel switch that makes freezing quick, for the length of a window: turned on directly
 * before, and back to what it was whatever happens.
 */
final class GracePeriods implements AutoCloseable {
    private final RcuExpedited rcu;
    private final int before;

    private GracePeriods(RcuExpedited rcu, int before) {
        this.rcu = rcu;
        this.before = before;
    }

    /** Opens the switch and notes its value; nothing if it is not ours to write. */
    static Optional<GracePeriods> open() throws LinuxException {
        Optional<RcuExpedited> opened = RcuExpedited.open();
        return opened.isEmpty()
                ? Optional.empty()
                : Optional.of(new GracePeriods(opened.get(), opened.get().value()));
    }

    /** Returns the value to go back to. */
    int before() {
        return before;
    }

    /** Turns it on. */
    void expedite() throws VssException {
        try {
            rcu.set(1);
        } catch (LinuxException failure) {
            throw Failures.of("rcu_expedited could not be set", failure, "");
        }
    }

    /** Goes back to the value before; adds a sentence if that fails. */
    void restore(List<String> problems) {
        try {
            rcu.set(before);
        } catch (LinuxException failure) {
            problems.add(
                    "rcu_expedited could not be switched back: "
                            + failure.getMessage()
                            + ". Write "
                            + before
                            + " to /sys/kernel/rcu_expedited.");
        }
    }

    @Override
    public void close() {
        rcu.close();
    }
}
