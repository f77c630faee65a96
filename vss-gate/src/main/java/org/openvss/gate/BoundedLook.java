package org.openvss.gate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenForWriting;
import org.openvss.linux.OpenForWriting.Seen;

/**
 * A look at who writes, with a limit: a process that hangs in the kernel can keep whoever looks at
 * it waiting. While writes are held there is another limit, that of the hold.
 */
final class BoundedLook {
    private BoundedLook() {}

    /**
     * Looks at all processes.
     *
     * @param label the volumes, for messages
     * @throws VssException {@code VSS_E_FLUSH_WRITES_TIMEOUT} if it takes too long
     */
    static List<Seen> at(OpenForWriting volumes, Duration limit, String label) throws VssException {
        FutureTask<List<Seen>> look = new FutureTask<>(() -> volumes.look(group -> false));
        String name = "looks who writes to " + label;
        Thread.ofPlatform().daemon().name(name).start(look);
        try {
            return look.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw failed(label, "it takes too long; the thread '" + name + "' is abandoned", late);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof LinuxException cause) {
                throw Failures.of("The processes of the machine cannot be looked at", cause, "");
            }
            throw failed(label, String.valueOf(failure.getCause()), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(label, "it was interrupted", interrupted);
        }
    }

    private static VssException failed(String label, String why, Exception cause) {
        return new VssException(
                HResult.VSS_E_FLUSH_WRITES_TIMEOUT,
                "Who writes to "
                        + label
                        + " could not be found out: "
                        + why
                        + ". Nothing was held. Look for a process that hangs, and try again.",
                cause);
    }
}
