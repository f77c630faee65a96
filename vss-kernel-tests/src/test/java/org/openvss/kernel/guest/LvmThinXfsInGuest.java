package org.openvss.kernel.guest;

/** The contract with xfs on thin logical volumes. */
class LvmThinXfsInGuest extends LvmContract {
    LvmThinXfsInGuest() {
        super(true, "xfs");
    }
}
