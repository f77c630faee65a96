package org.openvss.kernel.provider;

import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.HostType;

/** The contract with ext4 guests in images on an xfs host. */
class ImageExt4OnXfsContractTest extends ImageContract {
    ImageExt4OnXfsContractTest() {
        super(GuestType.EXT4, HostType.XFS);
    }
}
