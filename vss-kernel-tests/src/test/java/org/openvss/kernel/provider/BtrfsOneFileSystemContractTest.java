package org.openvss.kernel.provider;

/** The contract with several subvolumes of one file system. */
class BtrfsOneFileSystemContractTest extends BtrfsContract {
    BtrfsOneFileSystemContractTest() {
        super(1, 3);
    }
}
