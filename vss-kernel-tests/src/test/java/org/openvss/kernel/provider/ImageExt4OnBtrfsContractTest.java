package org.openvss.kernel.provider;

import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.HostType;

/** The contract with ext4 guests in images on a btrfs host. */
class ImageExt4OnBtrfsContractTest extends ImageContract {
    ImageExt4OnBtrfsContractTest() {
        super(GuestType.EXT4, HostType.BTRFS);
    }
}
