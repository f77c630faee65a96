package org.openvss.kernel.sqlite;

/** The contract with rollback journals. */
class SqliteRollbackContractTest extends SqliteContract {
    SqliteRollbackContractTest() {
        super("delete");
    }
}
