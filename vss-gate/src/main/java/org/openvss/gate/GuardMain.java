package org.openvss.gate;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Processes;

/**
 * Main class of the guard's process: protects the process, which already has a session of its own,
 * and connects {@link Guard} with the pipes.
 */
public final class GuardMain {
    private static final int NEVER_KILL = -1000;

    private GuardMain() {}

    /**
     * Guards one creation; reads requests from standard input, writes answers to standard output.
     *
     * @param arguments the runtime folder
     */
    public static void main(String[] arguments) throws InterruptedException {
        stepAside();
        BlockingQueue<Guard.Event> events = new LinkedBlockingQueue<>();
        Thread.ofPlatform().daemon().name("requests").start(() -> readRequests(events));
        Thread main = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().unstarted(() -> terminate(events, main)));
        try (OutputStream answers = new FileOutputStream(FileDescriptor.out)) {
            new Guard(RuntimeFolder.ofGuard(arguments[0]), events, answer -> send(answers, answer))
                    .run();
        } catch (IOException closing) {
            // The pipe is gone together with the coordinator: nobody is left to hear it.
            Runtime.getRuntime().halt(0);
        }
        // Openers that hang in the kernel must not keep the process waiting for them.
        Runtime.getRuntime().halt(0);
    }

    private static void stepAside() {
        try {
            Processes.setOomScoreAdjustment(NEVER_KILL);
        } catch (LinuxException notPrivileged) {
            // Without privilege there are no gates to open, only writers to thaw.
            System.err.println("The guard can be killed for memory: " + notPrivileged.getMessage());
        }
    }

    /** A guard that is told to end (a service manager stops us all) opens everything first. */
    private static void terminate(BlockingQueue<Guard.Event> events, Thread main) {
        events.add(new Guard.Event.Gone());
        try {
            main.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void readRequests(BlockingQueue<Guard.Event> events) {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new FileInputStream(FileDescriptor.in),
                                StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                events.add(new Guard.Event.Said(line));
            }
        } catch (IOException broken) {
            System.err.println("The pipe from the coordinator broke: " + broken);
        }
        events.add(new Guard.Event.Gone());
    }

    private static void send(OutputStream answers, GuardAnswer answer) {
        try {
            answers.write((answer.line() + "\n").getBytes(StandardCharsets.US_ASCII));
            answers.flush();
        } catch (IOException gone) {
            // The end of the pipe follows and says the same.
            System.err.println("An answer could not be sent: " + gone);
        }
    }
}
