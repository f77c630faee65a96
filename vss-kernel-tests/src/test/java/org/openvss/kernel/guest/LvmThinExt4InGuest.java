package org.openvss.kernel.guest;

/** The contract with ext4 on thin logical volumes. */
class LvmThinExt4InGuest extends LvmContract {
    LvmThinExt4InGuest() {
        super(true, "ext4");
    }
}
