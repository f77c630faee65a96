package org.openvss.gate;

import org.openvss.VssException;
import org.openvss.linux.LinuxException;

/**
 * What a creation holds, as ledger, guard and recovery know it: enough to let go of it without the
 * process that held it.
 *
 * <p>The other half is {@link VolumeHold}, which only the creating process has. Here is the only
 * place where ledger, guard and recovery learn that there are several kinds.
 */
sealed interface HoldTarget permits FrozenFileSystem, SuspendedDevice, FrozenProcesses {
    /** Returns how messages name it. */
    String label();

    /** Returns the words of a line that {@link #parse} reads; the first is the kind. */
    String words();

    /** Returns what an administrator can do by hand if nothing else lets go of it. */
    String byHand();

    /**
     * Opens exactly what was planned, to let go of it later; holds nothing.
     *
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if it is not there as planned, {@code
     *     E_OUTOFMEMORY}
     */
    Release open() throws VssException;

    /** Looks by whatever way there is for what somebody left held. */
    Search find() throws LinuxException;

    /** What became of something that somebody left held. */
    sealed interface Search {
        /** It can be let go. */
        record Reachable(Release release) implements Search {}

        /** It does not exist any more, so nothing is held. */
        record Gone() implements Search {}

        /** It may be held, but there is no way to it; a sentence with what to do. */
        record Unreachable(String sentence) implements Search {}
    }

    /**
     * Reads what {@link #words} wrote.
     *
     * @throws IllegalArgumentException if the words are something else
     */
    static HoldTarget parse(String words) {
        int space = words.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("a hold needs more than one word");
        }
        String rest = words.substring(space + 1);
        return switch (words.substring(0, space)) {
            case FrozenFileSystem.KIND -> new FrozenFileSystem(LedgerVolume.parse(rest));
            case SuspendedDevice.KIND -> new SuspendedDevice(LedgerVolume.parse(rest));
            case FrozenProcesses.KIND -> FrozenProcesses.parse(rest);
            default -> throw new IllegalArgumentException("nobody knows the hold '" + words + "'");
        };
    }
}
