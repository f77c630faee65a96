package org.openvss.gate;

import org.openvss.linux.PreparedCall;

/**
 * Who prepares the calls that close and open gates. Tests of death in the middle of the window put
 * themselves between the window and the kernel here.
 */
interface GateCalls {
    /** Freezes and thaws for real. */
    GateCalls KERNEL =
            new GateCalls() {
                @Override
                public PreparedCall close(GatedVolume volume) {
                    return volume.prepareClose();
                }

                @Override
                public PreparedCall open(GatedVolume volume) {
                    return volume.prepareOpen();
                }
            };

    /** Prepares the call that closes the gate of a volume. */
    PreparedCall close(GatedVolume volume);

    /** Prepares the call that opens it. */
    PreparedCall open(GatedVolume volume);
}
