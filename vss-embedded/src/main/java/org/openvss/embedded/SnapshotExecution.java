package org.openvss.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.ShadowCopySet;
import org.openvss.VssException;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.ChildProcess;
import org.openvss.linux.Command;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileType;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mounts;
import org.openvss.linux.Processes;

/**
 * Runs a command that sees the copies of a set under the original paths, and tells the writers
 * whether it succeeded.
 *
 * <p>The copies are mounted only in a namespace of one thread and its children ({@link
 * PrivateView}), so the kernel releases them when the command and this process are gone, however
 * they end. Does not install handlers of signals: whoever owns the process calls {@link #signal}.
 */
public final class SnapshotExecution implements AutoCloseable {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int KILLED = 128;

    /** Set by the launcher, which needs a UTF-8 locale for itself. */
    private static final String CALLER_LOCALE = "OPENVSS_CALLER_LC_ALL=";

    private static final String LOCALE = "LC_ALL=";

    private final LocalVss vss;
    private final Requester requester;
    private final ShadowCopyRequest request;
    private final List<String> command;
    private final List<String> notices = new ArrayList<>();
    private final Object lock = new Object();
    private @Nullable ChildProcess child;
    private int pendingSignal;

    SnapshotExecution(LocalVss vss, ShadowCopyRequest request, List<String> command)
            throws VssException {
        this.vss = vss;
        this.request = request;
        this.requester = vss.newRequester(request);
        this.command = List.copyOf(command);
    }

    /**
     * Makes the set, runs the command and completes the backup; once.
     *
     * @return the command's exit code; 126 if it could not be executed, 127 if it was not found,
     *     128+n if signal n killed it or came before it was started
     * @throws VssException our own failures; the command was not started
     * @throws InterruptedException if the waiting thread was interrupted
     */
    public int run() throws VssException, InterruptedException {
        refuseRoot();
        ShadowCopySet set;
        try {
            set = requester.create();
        } catch (VssException e) {
            synchronized (lock) {
                if (pendingSignal != 0 && e.code() == HResult.E_ABORT) {
                    return KILLED + pendingSignal;
                }
            }
            throw e;
        }
        int code = runOnOwnThread(set);
        requester.complete(code == 0);
        return code;
    }

    /**
     * Hands a signal to the command; before it is started, the creation is cancelled instead. From
     * any thread.
     *
     * @param number number of the signal
     */
    public void signal(int number) {
        synchronized (lock) {
            if (child == null) {
                pendingSignal = number;
                requester.cancel();
                return;
            }
            try {
                child.signal(number);
            } catch (LinuxException e) {
                // It has just ended by itself.
                pendingSignal = number;
            }
        }
    }

    /** Returns what the caller should know, one sentence each. */
    public List<String> notices() {
        return List.copyOf(notices);
    }

    @Override
    public void close() throws VssException {
        requester.close();
    }

    /** A mount over the root of a namespace is seen by nobody who is there already. */
    private void refuseRoot() throws VssException {
        for (String volume : request.volumes()) {
            if (vss.resolver().resolve(volume).mountPoint().equals("/")) {
                throw new VssException(
                        HResult.VSS_E_VOLUME_NOT_SUPPORTED,
                        "a copy of / cannot be shown over / to a command; use 'vss create' and read"
                                + " the copy where it is mounted");
            }
        }
    }

    private int runOnOwnThread(ShadowCopySet set) throws VssException, InterruptedException {
        FutureTask<Integer> task = new FutureTask<>(() -> runInView(set));
        Thread thread = Thread.ofPlatform().name("exec").start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof VssException failure) {
                throw failure;
            }
            throw new VssException(
                    HResult.VSS_E_UNEXPECTED, "the command could not be run", e.getCause());
        } finally {
            thread.join();
        }
    }

    private int runInView(ShadowCopySet set) throws VssException {
        String folder = Paths.workingFolder();
        try (Fd home = Mounts.openMountNamespace()) {
            Mounts.unshareMountNamespace();
            Mounts.makeSlave();
            try (PrivateView view = PrivateView.of(set, vss)) {
                notices.addAll(view.notices());
                return runCommand(folder);
            } finally {
                // The namespace goes with its last process; it must not go with the thread's end.
                Mounts.enterMountNamespace(home);
            }
        } catch (LinuxException e) {
            HResult code =
                    e.errno() == Errno.EPERM ? HResult.E_ACCESSDENIED : HResult.VSS_E_UNEXPECTED;
            throw new VssException(
                    code,
                    "the copies cannot be shown to the command: "
                            + e.getMessage()
                            + (e.errno() == Errno.EPERM ? "; run vss as root" : ""),
                    e);
        }
    }

    private int runCommand(String folder) throws VssException, LinuxException {
        requireFolder(folder);
        ChildProcess started;
        synchronized (lock) {
            if (pendingSignal != 0) {
                return KILLED + pendingSignal;
            }
            try {
                started = Processes.start(childIn(folder));
            } catch (LinuxException e) {
                notices.add(command.getFirst() + " cannot be run: " + e.getMessage());
                return switch (e.errno()) {
                    case Errno.ENOENT, Errno.ENOTDIR -> NOT_FOUND;
                    case Errno.EACCES, Errno.ENOEXEC, Errno.EPERM, Errno.EISDIR -> NOT_EXECUTABLE;
                    default -> throw e;
                };
            }
            child = started;
        }
        try (started) {
            return started.waitFor().shellCode();
        }
    }

    private Command childIn(String folder) throws LinuxException {
        String program = command.getFirst();
        return new Command(program, command, environment(), true, false, folder, null, null, null);
    }

    /** The working folder may be newer than the copy that now covers it. */
    private static void requireFolder(String folder) throws VssException {
        try {
            if (AttributeCalls.statx(folder).type() == FileType.DIRECTORY) {
                return;
            }
        } catch (LinuxException e) {
            throw new VssException(
                    HResult.VSS_E_OBJECT_NOT_FOUND,
                    "the working folder "
                            + folder
                            + " does not exist in the copy ("
                            + e.getMessage()
                            + "); call vss from another folder",
                    e);
        }
        throw new VssException(
                HResult.VSS_E_OBJECT_NOT_FOUND,
                "the working folder "
                        + folder
                        + " is no folder in the copy; call vss from another");
    }

    /** Returns our environment with the locale that the caller had. */
    private static List<String> environment() throws LinuxException {
        List<String> own = Processes.environment();
        List<String> result = new ArrayList<>();
        for (String entry : own) {
            if (entry.startsWith(CALLER_LOCALE)) {
                result.add(LOCALE + entry.substring(CALLER_LOCALE.length()));
            } else if (!entry.startsWith(LOCALE)) {
                result.add(entry);
            }
        }
        return result;
    }
}
