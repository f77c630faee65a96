package org.openvss.kernel.provider;

/** The contract with subvolumes of different file systems. */
class BtrfsSeveralFileSystemsContractTest extends BtrfsContract {
    BtrfsSeveralFileSystemsContractTest() {
        super(3, 1);
    }
}
