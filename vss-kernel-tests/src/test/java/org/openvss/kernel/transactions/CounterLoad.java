package org.openvss.kernel.transactions;

import java.io.IOException;
import org.openvss.kernel.redis.RedisProcess;

/** Counts up in a Redis all the time, until it is closed. */
final class CounterLoad implements AutoCloseable {
    private final RedisProcess server;
    private final Process client;

    CounterLoad(RedisProcess server) throws IOException {
        this.server = server;
        this.client =
                new ProcessBuilder(
                                "redis-cli",
                                "-s",
                                server.socket().toString(),
                                "-r",
                                "-1",
                                "-i",
                                "0.002",
                                "INCR",
                                "orders")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
    }

    /** Waits until it has counted so many more. */
    void awaitMore(long more) throws Exception {
        long wanted = count() + more;
        while (count() < wanted) {
            if (!client.isAlive()) {
                throw new AssertionError("nobody counts any more");
            }
            Thread.sleep(20);
        }
    }

    private long count() throws Exception {
        String said = server.command("GET", "orders");
        return said.isEmpty() ? 0 : Long.parseLong(said);
    }

    @Override
    public void close() {
        client.destroyForcibly();
        client.onExit().join();
    }
}
