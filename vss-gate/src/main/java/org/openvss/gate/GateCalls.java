package org.openvss.gate;

import org.openvss.linux.PreparedCall;

/**
 * Who prepares the calls that close and open gates. Tests of death in the middle of the window put
 * themselves between the window and the kernel here.
 */
interface GateCalls {
    /** Holds and lets go for real. */
    GateCalls KERNEL =
            new GateCalls() {
                @Override
                public PreparedCall close(VolumeHold hold) {
                    return hold.prepareClose();
                }

                @Override
                public PreparedCall open(VolumeHold hold) {
                    return hold.prepareOpen();
                }
            };

    /** Prepares the call that closes a hold. */
    PreparedCall close(VolumeHold hold);

    /** Prepares the call that opens it. */
    PreparedCall open(VolumeHold hold);
}
