package org.openvss.kernel.redis;

/** The contract with an append-only file. */
class RedisAppendContractTest extends RedisContract {
    RedisAppendContractTest() {
        super("yes");
    }
}
