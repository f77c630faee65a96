package org.openvss.kernel.provider;

import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.HostType;

/** The contract with btrfs guests in images on an xfs host. */
class ImageBtrfsOnXfsContractTest extends ImageContract {
    ImageBtrfsOnXfsContractTest() {
        super(GuestType.BTRFS, HostType.XFS);
    }
}
