package org.openvss.kernel.guest;

/** The contract with xfs on ordinary logical volumes. */
class LvmThickXfsInGuest extends LvmContract {
    LvmThickXfsInGuest() {
        super(false, "xfs");
    }
}
