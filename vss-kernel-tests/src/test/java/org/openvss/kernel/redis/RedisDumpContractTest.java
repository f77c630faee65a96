package org.openvss.kernel.redis;

/** The contract with dumps only. */
class RedisDumpContractTest extends RedisContract {
    RedisDumpContractTest() {
        super("no");
    }
}
