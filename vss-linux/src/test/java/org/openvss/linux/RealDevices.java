package org.openvss.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Images, tools and a private mount namespace for tests on real devices. */
final class RealDevices {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private RealDevices() {}

    static void assumePrivileged() throws LinuxException {
        assumeTrue(
                Privileges.mayFreeze() && Privileges.mayMount(),
                "not privileged: mounting and freezing need CAP_SYS_ADMIN");
        assumeTrue(Files.exists(Path.of("/dev/loop-control")), "no /dev/loop-control");
    }

    static String tool(String name) {
        for (String folder : List.of("/usr/sbin/", "/sbin/", "/usr/bin/", "/bin/")) {
            if (Files.isExecutable(Path.of(folder + name))) {
                return folder + name;
            }
        }
        assumeTrue(false, name + " is not installed");
        return name;
    }

    static void run(String name, String... arguments) throws LinuxException {
        List<String> all = new ArrayList<>(List.of(name));
        all.addAll(List.of(arguments));
        CommandResult result =
                Processes.run(tool(name), all, Processes.environment(), LIMIT, 10_000);
        if (!result.isSuccess()) {
            throw new AssertionError(all + " failed: " + result.output());
        }
    }

    /** Makes a sparse image, formatted if a type is given. */
    static String image(Path folder, String name, long bytes, String... formatter)
            throws LinuxException {
        String path = folder.resolve(name).toString();
        try (Fd file = FileCalls.open(path, OpenFlags.READ_WRITE | OpenFlags.CREATE, 0x180)) {
            FileCalls.ftruncate(file, bytes);
        }
        if (formatter.length > 0) {
            List<String> arguments =
                    new ArrayList<>(List.of(formatter).subList(1, formatter.length));
            arguments.add(path);
            run(formatter[0], arguments.toArray(new String[0]));
        }
        return path;
    }

    /** Runs on a platform thread with a mount namespace of its own that gives nothing out. */
    static <T> T inPrivateNamespace(Callable<T> work) throws Exception {
        FutureTask<T> task =
                new FutureTask<>(() -> {
                    Mounts.unshareMountNamespace();
                    Mounts.makePrivate();
                    return work.call();
                });
        Thread thread = Thread.ofPlatform().start(task);
        thread.join();
        try {
            return task.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw new AssertionError(failure.getCause());
        }
    }
}
