package org.openvss.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openvss.DeleteResult;
import org.openvss.HResult;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySet;
import org.openvss.VssException;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.LocalVssOptions;
import org.openvss.embedded.Requester;
import org.openvss.embedded.ShadowCopyRequest;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Privileges;

/**
 * Shows on real files what OpenVSS promises, and that a broken promise would be seen: takes sets
 * through the service as any program would, judges the copies by their content, and makes bad
 * copies that the same judge must catch.
 *
 * <p>Catalog and copies are in a scratch folder: what the machine's own state folder holds is not
 * touched. All of it is gone when {@link #run} ends, however it ends. Prints nothing: that is the
 * audience's.
 */
public abstract sealed class Demonstration permits VolumeDemonstration, TreeDemonstration {
    /** How many threads write. */
    static final int WRITERS = 4;

    /** How to open the service. */
    final LocalVssOptions options;

    /** How many sets to take. */
    final int sets;

    /** Hears of each step. */
    final DemonstrationAudience audience;

    private final AtomicReference<@Nullable Requester> running = new AtomicReference<>();
    private volatile boolean cancelled;

    Demonstration(LocalVssOptions options, int sets, DemonstrationAudience audience) {
        this.options = options;
        this.sets = sets;
        this.audience = audience;
    }

    /** What can be shown here. */
    public enum Kind {
        /** Sets of several volumes at one instant: needs root. */
        VOLUMES,
        /** Plain copies of a tree of folders: needs the right to mount, if only for oneself. */
        TREE,
        /** Nothing: nothing may be mounted. */
        NONE
    }

    /** Finds out by trying what can be shown by this process. */
    public static Kind possibleKind() throws VssException {
        try {
            if (!Privileges.mayMount()) {
                return Kind.NONE;
            }
            return Privileges.mayFreeze() ? Kind.VOLUMES : Kind.TREE;
        } catch (LinuxException e) {
            throw new VssException(
                    HResult.VSS_E_UNEXPECTED,
                    "it cannot be found out what this process may do: " + e.getMessage(),
                    e);
        }
    }

    /**
     * Prepares what can be shown here.
     *
     * @param options how to open the service; the state folder is replaced
     * @param sets how many sets to take, at least one
     * @param audience hears of each step
     * @throws VssException {@code E_ACCESSDENIED} if nothing can be shown
     */
    public static Demonstration of(
            LocalVssOptions options, int sets, DemonstrationAudience audience) throws VssException {
        return switch (possibleKind()) {
            case VOLUMES -> new VolumeDemonstration(options, sets, audience);
            case TREE -> new TreeDemonstration(options, sets, audience);
            case NONE ->
                    throw new VssException(
                            HResult.E_ACCESSDENIED,
                            "the demonstration makes and mounts volumes of its own; run it as"
                                    + " root");
        };
    }

    /** Asks a run under way to end early and to take everything down; from any thread. */
    public void cancel() {
        cancelled = true;
        Requester requester = running.get();
        if (requester != null) {
            requester.cancel();
        }
    }

    /**
     * Runs it.
     *
     * @return what was shown; whether it is a proof is said there
     * @throws VssException if volumes or sets could not be made; {@code E_ABORT} if it was
     *     cancelled; whatever was left behind is in the residue
     * @throws InterruptedException if the thread was interrupted
     */
    public DemonstrationReport run() throws VssException, InterruptedException {
        try {
            return show();
        } catch (VssException e) {
            throw e.withResidue(residueOf(e));
        } catch (ScratchException | IOException e) {
            throw new VssException(
                            HResult.E_FAIL, "the demonstration stopped: " + e.getMessage(), e)
                    .withResidue(residueOf(e));
        }
    }

    /** Shows it all. */
    abstract DemonstrationReport show()
            throws VssException, ScratchException, IOException, InterruptedException;

    /** Taking down comes after the first failure, and its own failure hides there. */
    private static List<String> residueOf(Exception failure) {
        List<String> left = new ArrayList<>();
        if (failure instanceof ScratchException scratch) {
            left.addAll(scratch.residue());
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            left.addAll(
                    suppressed instanceof ScratchException scratch
                            ? scratch.residue()
                            : List.of(suppressed + ""));
        }
        return left;
    }

    /** Opens the service with its state in a scratch folder. */
    LocalVss open(Path folder) throws VssException {
        String state = folder.resolve("state").toString();
        return LocalVss.open(options.withFiles(state, options.configurationFile()));
    }

    /**
     * Takes a set, which is kept even if it is not simultaneous: that is to be shown.
     *
     * @param provider name of the provider, or null for the first that takes a volume
     */
    ShadowCopySet create(LocalVss vss, List<String> volumes, @Nullable String provider)
            throws VssException, InterruptedException {
        ShadowCopyRequest request =
                new ShadowCopyRequest(
                        volumes, ShadowCopyContext.NAS_ROLLBACK, List.of(), provider, false, true);
        try (Requester requester = vss.newRequester(request)) {
            running.set(requester);
            if (cancelled) {
                requester.cancel();
            }
            return requester.create();
        } finally {
            running.set(null);
        }
    }

    /** Deletes a set. */
    static void delete(LocalVss vss, ShadowCopySet set) throws VssException {
        DeleteResult deleted = vss.delete(set.id(), true);
        if (deleted.failure() != null) {
            throw deleted.failure();
        }
    }

    /** Returns where the copies of some volumes are read, in the order of the volumes. */
    static List<Path> copiesOf(ShadowCopySet set, List<String> volumes) throws VssException {
        Map<String, ShadowCopy> copies =
                set.shadowCopies().stream()
                        .collect(Collectors.toMap(ShadowCopy::volume, copy -> copy));
        List<Path> paths = new ArrayList<>();
        for (String volume : volumes) {
            ShadowCopy copy = copies.get(volume);
            if (copy == null || copy.path() == null) {
                throw new VssException(
                        HResult.VSS_E_UNEXPECTED, "the set has no readable copy of " + volume);
            }
            paths.add(Path.of(copy.path()));
        }
        return paths;
    }

    /** Ends here if the demonstration was cancelled. */
    void checkNotCancelled() throws VssException {
        if (cancelled) {
            throw new VssException(HResult.E_ABORT, "the demonstration was interrupted");
        }
    }
}
