package org.openvss.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * While it is open, an interrupt or a termination of the command first cancels what is going on and
 * waits until it is undone and the command has said so; a second signal is not held up by us, the
 * guard still is there.
 */
final class Interruption implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(75);

    /** One for the process, since a shutdown is one: what is undone must also be told. */
    private static final CountDownLatch SAID = new CountDownLatch(1);

    private final Thread hook;

    /**
     * Begins to listen.
     *
     * @param cancel asks what is going on to end early; must return at once
     */
    Interruption(Runnable cancel) {
        this.hook =
                Thread.ofPlatform()
                        .name("interruption")
                        .unstarted(() -> {
                            cancel.run();
                            waitForEnd();
                        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Lets a shutdown under way go on: the command has written its last word. */
    static void everythingIsSaid() {
        SAID.countDown();
    }

    private static void waitForEnd() {
        try {
            if (!SAID.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println(
                        "vss: what was interrupted does not end; the guard opens its gates");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The shutdown has begun; the hook waits for the last word of the command.
            return;
        }
    }
}
