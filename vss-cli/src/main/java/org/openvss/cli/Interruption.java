package org.openvss.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openvss.embedded.Requester;

/**
 * While it is open, an interrupt or a termination of the command first cancels the creation and
 * waits for it to be undone; a second signal is not held up by us, the guard still is there.
 */
final class Interruption implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(75);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    Interruption(Requester requester) {
        this.hook =
                Thread.ofPlatform()
                        .name("interruption")
                        .unstarted(() -> {
                            requester.cancel();
                            waitForEnd();
                        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void waitForEnd() {
        try {
            if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("vss: the creation does not end; the guard opens its gates");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The shutdown has begun, and the hook has just been let go.
            return;
        }
    }
}
