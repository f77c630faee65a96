package org.openvss.kernel.provider;

import org.openvss.benchmarks.GuestType;
import org.openvss.benchmarks.HostType;

/** The contract with xfs guests in images on an xfs host. */
class ImageXfsOnXfsContractTest extends ImageContract {
    ImageXfsOnXfsContractTest() {
        super(GuestType.XFS, HostType.XFS);
    }
}
