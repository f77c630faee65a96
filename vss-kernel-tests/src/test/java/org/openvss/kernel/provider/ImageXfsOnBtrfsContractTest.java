package org.openvss.kernel.provider;

import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.HostType;

/** The contract with xfs guests in images on a btrfs host. */
class ImageXfsOnBtrfsContractTest extends ImageContract {
    ImageXfsOnBtrfsContractTest() {
        super(GuestType.XFS, HostType.BTRFS);
    }
}
