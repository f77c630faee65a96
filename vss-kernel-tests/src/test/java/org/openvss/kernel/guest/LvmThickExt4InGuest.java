package org.openvss.kernel.guest;

/** The contract with ext4 on ordinary logical volumes. */
class LvmThickExt4InGuest extends LvmContract {
    LvmThickExt4InGuest() {
        super(false, "ext4");
    }
}
