package org.openvss.kernel.sqlite;

/** The contract with write-ahead logs. */
class SqliteWalContractTest extends SqliteContract {
    SqliteWalContractTest() {
        super("wal");
    }
}
