package org.openvss.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.openvss.HResult;
import org.openvss.ShadowCopySet;
import org.openvss.VssException;
import org.openvss.WriterOutcome;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileType;
import org.openvss.linux.LinuxException;
import org.openvss.linux.MountAttributes;
import org.openvss.linux.Mounts;
import org.openvss.linux.OpenFlags;
import org.openvss.writer.CopyFinding;
import org.openvss.writer.CopyVerifier;
import org.openvss.writer.Writer;
import org.openvss.writer.WriterException;

/**
 * Has the writers of a set verify its copies, on throw-away clones that a mount namespace of one
 * thread shows under the original paths ({@link PrivateView}).
 *
 * <p>All is gone when the thread and what it started are gone, however they end. Which programs
 * check what is the business of each writer's {@link CopyVerifier}.
 */
final class CopyVerification {
    /** Folders of every system that nothing to be verified needs; one of them is covered. */
    private static final List<String> WORK_FOLDERS = List.of("/media", "/mnt", "/run");

    private static final Duration LIMIT = Duration.ofHours(2);

    private final LocalVss vss;
    private final List<Writer> writers;
    private final ShadowCopySet set;

    CopyVerification(LocalVss vss, List<Writer> writers, ShadowCopySet set) {
        this.vss = vss;
        this.writers = writers;
        this.set = set;
    }

    /**
     * Verifies every writer of the set, one after another.
     *
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if the set has no writers; {@code
     *     E_NOTIMPL} if a provider makes no writable clones; {@code E_ACCESSDENIED}
     * @throws InterruptedException if the waiting thread was interrupted
     */
    List<SetVerification.OneWriter> run() throws VssException, InterruptedException {
        if (set.writers().isEmpty()) {
            throw new VssException(
                    HResult.VSS_E_OBJECT_NOT_FOUND,
                    "set "
                            + set.id()
                            + " was made without writers: nothing knows how to verify it");
        }
        FutureTask<List<SetVerification.OneWriter>> task = new FutureTask<>(this::runInView);
        Thread thread = Thread.ofPlatform().name("verify").start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof VssException failure) {
                throw failure;
            }
            throw new VssException(
                    HResult.VSS_E_UNEXPECTED, "the set could not be verified", e.getCause());
        } catch (InterruptedException e) {
            thread.interrupt();
            throw e;
        } finally {
            thread.join();
        }
    }

    private List<SetVerification.OneWriter> runInView() throws VssException {
        try (Fd home = Mounts.openMountNamespace()) {
            Mounts.unshareMountNamespace();
            Mounts.makeSlave();
            try (PrivateView _ = PrivateView.writable(set, vss)) {
                String work = coverWorkFolder();
                List<SetVerification.OneWriter> results = new ArrayList<>();
                for (WriterOutcome outcome : set.writers()) {
                    results.add(verify(outcome, work));
                }
                return results;
            } finally {
                // The namespace goes with its last process; it must not go with the thread's end.
                Mounts.enterMountNamespace(home);
            }
        } catch (LinuxException e) {
            HResult code =
                    e.errno() == Errno.EPERM ? HResult.E_ACCESSDENIED : HResult.VSS_E_UNEXPECTED;
            throw new VssException(
                    code,
                    "the clones cannot be shown: "
                            + e.getMessage()
                            + (e.errno() == Errno.EPERM ? "; run vss as root" : ""),
                    e);
        }
    }

    private SetVerification.OneWriter verify(WriterOutcome outcome, String work)
            throws LinuxException {
        long started = System.nanoTime();
        try {
            requireWhole(outcome);
            CopyFinding finding = verifier(outcome).verify(scene(outcome, work));
            return new SetVerification.OneWriter(
                    outcome.name(),
                    finding.sound()
                            ? SetVerification.Verdict.SOUND
                            : SetVerification.Verdict.DAMAGED,
                    finding.checkedBy(),
                    finding.findings(),
                    millisSince(started));
        } catch (WriterException e) {
            return new SetVerification.OneWriter(
                    outcome.name(),
                    SetVerification.Verdict.UNCHECKED,
                    "",
                    List.of(String.valueOf(e.getMessage())),
                    millisSince(started));
        }
    }

    private static long millisSince(long started) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    }

    /** What a writer did not vouch for may be half of its data: nothing to start a server on. */
    private static void requireWhole(WriterOutcome outcome) throws WriterException {
        if (outcome.hresult() != HResult.S_OK) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT,
                    "the writer failed when the set was made ("
                            + outcome.state().documentedName()
                            + ", "
                            + outcome.hresult().name()
                            + "), so the copies may lack some of its data");
        }
    }

    /** Returns the verifier of the writer that made this part of the set. */
    private CopyVerifier verifier(WriterOutcome outcome) throws WriterException {
        Optional<CopyVerifier> found = Optional.empty();
        for (Writer writer : writers) {
            if (writer.identify().instanceId().equals(outcome.instanceId())) {
                found = writer.copyVerifier();
            }
        }
        return found.orElseThrow(() ->
                new WriterException(
                        HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        "no writer '"
                                + outcome.name()
                                + "' that can verify its copies is configured; see"
                                + " docs/configuration.md"));
    }

    /**
     * Covers a folder of the system with a tmpfs that only this namespace has. Not in the state
     * folder: the users of the servers may not pass it.
     */
    private String coverWorkFolder() throws VssException, LinuxException {
        for (String folder : WORK_FOLDERS) {
            if (isFree(folder)) {
                Mounts.mount(
                        "tmpfs",
                        "openvss",
                        folder,
                        List.of("mode=0711"),
                        MountAttributes.NO_SET_ID | MountAttributes.NO_DEVICES);
                return folder;
            }
        }
        throw new VssException(
                HResult.VSS_E_UNEXPECTED,
                "there is no place for sockets of the servers: "
                        + String.join(", ", WORK_FOLDERS)
                        + " do not exist or hold volumes of the set");
    }

    private boolean isFree(String folder) throws LinuxException {
        List<String> needed = new ArrayList<>();
        set.shadowCopies().forEach(copy -> needed.add(copy.volume()));
        set.writers().forEach(writer -> needed.addAll(writer.affectedPaths()));
        if (needed.stream().anyMatch(path -> Paths.isAtOrBelow(path, folder))) {
            return false;
        }
        try {
            return AttributeCalls.lstat(folder).type() == FileType.DIRECTORY;
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    private static CopyVerifier.Scene scene(WriterOutcome outcome, String work)
            throws LinuxException {
        String name = outcome.instanceId().toString();
        try (Fd folder = FileCalls.open(work, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY)) {
            DirectoryCalls.mkdirat(folder, name, 0700);
        }
        return new CopyVerifier.Scene(outcome.affectedPaths(), Paths.join(work, name), LIMIT);
    }
}
