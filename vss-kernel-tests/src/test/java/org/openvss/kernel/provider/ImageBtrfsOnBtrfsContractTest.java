package org.openvss.kernel.provider;

import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.HostType;

/** The contract with btrfs guests in images on a btrfs host. */
class ImageBtrfsOnBtrfsContractTest extends ImageContract {
    ImageBtrfsOnBtrfsContractTest() {
        super(GuestType.BTRFS, HostType.BTRFS);
    }
}
