package org.openvss.coordinator;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.openvss.DeleteResult;
import org.openvss.HResult;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.coordinator.port.CreationLock;
import org.openvss.coordinator.port.Workers.Outcome;
import org.openvss.provider.ExposedCopy;
import org.openvss.provider.Provider;

/**
 * What can be done with sets that exist: look, delete, expose, revert. One for all sessions of a
 * coordinator, because two changes of one set must not overlap.
 */
final class ShadowCopyAdministration {
    private final CoordinatorParts parts;
    private final ProviderSelection providers;
    private final ProviderCalls providerCalls;
    private final ReentrantLock changing = new ReentrantLock();

    ShadowCopyAdministration(CoordinatorParts parts) {
        this.parts = parts;
        this.providers = ProviderSelection.of(parts);
        this.providerCalls = new ProviderCalls(parts.workers());
    }

    /** Returns the sets of a context, all sets for {@link ShadowCopyContext#ALL}. */
    List<ShadowCopySet> sets(ShadowCopyContext context) throws VssException {
        List<ShadowCopySet> found = new ArrayList<>();
        for (ShadowCopySet set : parts.catalog().list()) {
            if (context == ShadowCopyContext.ALL || set.context() == context) {
                List<ShadowCopy> copies = new ArrayList<>();
                for (ShadowCopy copy : set.shadowCopies()) {
                    copies.add(asItIsNow(copy));
                }
                found.add(set.withShadowCopies(copies));
            }
        }
        return found;
    }

    boolean hasCopies(Volume volume) throws VssException {
        return parts.catalog().list().stream()
                .flatMap(set -> set.shadowCopies().stream())
                .anyMatch(copy -> copy.volumeId().equals(volume.volumeId()));
    }

    ShadowCopy copy(ShadowCopyId id) throws VssException {
        return asItIsNow(copyIn(setWith(id), id));
    }

    /** Deletes copies one after another; the set goes with its last one. */
    DeleteResult deleteSet(ShadowCopySetId id, boolean force) throws VssException {
        changing.lock();
        try {
            ShadowCopySet set =
                    parts.catalog()
                            .find(id)
                            .orElseThrow(() ->
                                    notFound("shadow copy set " + id + "; see 'vss list sets'"));
            return delete(set, set.shadowCopies(), force);
        } finally {
            changing.unlock();
        }
    }

    /** Deletes one copy. */
    DeleteResult deleteCopy(ShadowCopyId id, boolean force) throws VssException {
        changing.lock();
        try {
            ShadowCopySet set = setWith(id);
            return delete(set, List.of(copyIn(set, id)), force);
        } finally {
            changing.unlock();
        }
    }

    private DeleteResult delete(ShadowCopySet set, List<ShadowCopy> copies, boolean force) {
        CopyCalls calls = new CopyCalls(parts.workers(), parts.limits().finish());
        ShadowCopySet rest = set;
        int count = 0;
        for (List<ShadowCopy> group : CopyCalls.groups(copies, this::worksSideBySide)) {
            List<Outcome<ShadowCopyId>> outcomes =
                    calls.group("delete", group, copy -> remove(copy, force));
            Set<ShadowCopyId> gone = new HashSet<>();
            @Nullable DeleteResult failed = null;
            for (int i = 0; i < group.size(); i++) {
                switch (outcomes.get(i)) {
                    case Outcome.Done<ShadowCopyId>(ShadowCopyId id) -> gone.add(id);
                    case Outcome.Failed<ShadowCopyId>(Throwable failure) ->
                            failed = firstOf(failed, notDeleted(count, group.get(i), failure));
                    case Outcome.Overran<ShadowCopyId>(String thread) ->
                            failed =
                                    firstOf(
                                            failed,
                                            notDeleted(
                                                    count,
                                                    group.get(i),
                                                    overrun(group.get(i), thread)));
                }
            }
            try {
                rest = note(rest, gone);
            } catch (Throwable failure) {
                return notDeleted(count, group.getFirst(), failure);
            }
            count += gone.size();
            if (failed != null) {
                return new DeleteResult(count, failed.firstNotDeleted(), failed.failure());
            }
        }
        return new DeleteResult(count, null, null);
    }

    private static DeleteResult firstOf(@Nullable DeleteResult earlier, DeleteResult later) {
        return earlier == null ? later : earlier;
    }

    private static DeleteResult notDeleted(int count, ShadowCopy copy, Throwable failure) {
        return new DeleteResult(
                count, copy.id(), Failures.of("the deletion of shadow copy " + copy.id(), failure));
    }

    private static VssException overrun(ShadowCopy copy, String thread) {
        return new VssException(
                HResult.VSS_E_UNEXPECTED_PROVIDER_ERROR,
                "provider "
                        + copy.provider()
                        + " did not delete shadow copy "
                        + copy.id()
                        + " in time (thread '"
                        + thread
                        + "'); delete it again later");
    }

    private boolean worksSideBySide(ShadowCopy copy) {
        return parts.providers().stream()
                .anyMatch(provider ->
                        provider.info().id().equals(copy.providerId())
                                && provider.worksSideBySide());
    }

    /** The copy goes before its record: a record without a copy can be deleted again. */
    private ShadowCopyId remove(ShadowCopy copy, boolean force) throws VssException {
        Provider provider = providers.registered(copy.providerId());
        if (copy.exposedPath() != null) {
            unexpose(provider, copy, copy.exposedPath(), force);
        }
        parts.surfacing().withdraw(copy.id(), provider, force);
        providerCalls.one(
                provider,
                ProviderMethod.DELETE_SNAPSHOTS,
                parts.limits().finish(),
                () -> provider.delete(copy.id(), force));
        return copy.id();
    }

    /** Takes deleted copies from the record of their set, and the record with the last one. */
    private ShadowCopySet note(ShadowCopySet set, Set<ShadowCopyId> gone) throws VssException {
        if (gone.isEmpty()) {
            return set;
        }
        List<ShadowCopy> left =
                set.shadowCopies().stream().filter(copy -> !gone.contains(copy.id())).toList();
        ShadowCopySet rest = set.withShadowCopies(left);
        if (left.isEmpty()) {
            parts.catalog().remove(set.id());
        } else {
            parts.catalog().put(rest);
        }
        return rest;
    }

    /** Mounts a copy at a folder that the requester names. */
    String expose(ShadowCopyId id, String folder) throws VssException {
        if (!folder.startsWith("/")) {
            throw new VssException(
                    HResult.E_INVALIDARG,
                    "'" + folder + "' is not an absolute path; name an existing empty folder");
        }
        changing.lock();
        try {
            ShadowCopySet set = setWith(id);
            ShadowCopy copy = copyIn(set, id);
            requirePersistent(set, "exposed");
            if (set.attributes().contains(ShadowCopyAttribute.CLIENT_ACCESSIBLE)) {
                throw new VssException(
                        HResult.VSS_E_UNSUPPORTED_CONTEXT,
                        "shadow copy "
                                + id
                                + " is client-accessible; such copies must not be exposed");
            }
            if (copy.exposedPath() != null) {
                throw new VssException(
                        HResult.VSS_E_BAD_STATE,
                        "shadow copy "
                                + id
                                + " is already exposed at "
                                + copy.exposedPath()
                                + "; unexpose it first");
            }
            parts.surfacing().requireEmptyFolder(folder);
            Provider provider = providers.registered(copy.providerId());
            ExposedCopy exposed =
                    ProviderCalls.call(
                            provider, ProviderMethod.EXPOSE, () -> provider.expose(id, folder));
            CompensationStack undo = new CompensationStack();
            undo.push(
                    "take back the exposure at " + folder,
                    () -> {
                        provider.unexpose(id, folder, true);
                        return List.of();
                    });
            try {
                parts.catalog().put(replacing(set, copy.exposedAt(folder)));
            } catch (VssException failure) {
                throw failure.withResidue(undo.unwind());
            }
            return exposed.path();
        } finally {
            changing.unlock();
        }
    }

    void unexpose(ShadowCopyId id) throws VssException {
        changing.lock();
        try {
            ShadowCopySet set = setWith(id);
            ShadowCopy copy = copyIn(set, id);
            if (copy.exposedPath() == null) {
                throw notFound("exposure of shadow copy " + id + ", which is not exposed");
            }
            unexpose(providers.registered(copy.providerId()), copy, copy.exposedPath(), false);
            parts.catalog().put(replacing(set, copy.exposedAt(null)));
        } finally {
            changing.unlock();
        }
    }

    /** An exposure ends with a reboot or a plain umount: one that is gone already is no error. */
    private static void unexpose(Provider provider, ShadowCopy copy, String folder, boolean force)
            throws VssException {
        try {
            ProviderCalls.call(
                    provider,
                    ProviderMethod.EXPOSE,
                    () -> {
                        provider.unexpose(copy.id(), folder, force);
                        return true;
                    });
        } catch (VssException failure) {
            if (failure.code() != HResult.VSS_E_OBJECT_NOT_FOUND) {
                throw failure;
            }
        }
    }

    /** Overwrites an original volume with a copy; no set is created meanwhile. */
    void revert(ShadowCopyId id, boolean force) throws VssException {
        ShadowCopySet set = setWith(id);
        ShadowCopy copy = copyIn(set, id);
        requirePersistent(set, "reverted to");
        Provider provider = providers.registered(copy.providerId());
        if (!provider.capabilities().revert()) {
            throw new VssException(
                    HResult.E_NOTIMPL,
                    "provider "
                            + provider.info().name()
                            + " cannot revert a volume; mount the copy ('vss show "
                            + id
                            + " --mount') and copy the files back");
        }
        Volume original = parts.volumes().resolve(copy.volume());
        if (!original.volumeId().equals(copy.volumeId())) {
            throw notFound(
                    "volume "
                            + copy.volumeId()
                            + ": another one ("
                            + original.volumeId()
                            + ") is mounted at "
                            + copy.volume()
                            + "; mount the original there");
        }
        if (!changing.tryLock()) {
            throw new VssException(
                    HResult.VSS_E_REVERT_IN_PROGRESS,
                    "shadow copies are being changed or reverted by this process; try again");
        }
        try (CreationLock.Held held = parts.lock().acquire()) {
            ProviderCalls.call(
                    provider,
                    ProviderMethod.REVERT_TO_SNAPSHOT,
                    () -> {
                        provider.revert(id, original, force);
                        return held;
                    });
        } finally {
            changing.unlock();
        }
    }

    private ShadowCopy asItIsNow(ShadowCopy copy) throws VssException {
        return asMounted(copy, parts.surfacing().find(copy.id()));
    }

    /** Returns a copy with the place where it can be read and the attributes that follow. */
    static ShadowCopy asMounted(ShadowCopy copy, Optional<ExposedCopy> place) {
        Set<ShadowCopyAttribute> attributes = EnumSet.noneOf(ShadowCopyAttribute.class);
        attributes.addAll(copy.attributes());
        if (copy.exposedPath() != null) {
            attributes.add(ShadowCopyAttribute.EXPOSED_LOCALLY);
        } else if (place.isEmpty()) {
            attributes.add(ShadowCopyAttribute.NOT_SURFACED);
        }
        return copy.withAttributes(attributes)
                .mountedAt(
                        place.map(ExposedCopy::path).orElse(null),
                        place.map(ExposedCopy::device).orElse(null));
    }

    private ShadowCopySet setWith(ShadowCopyId id) throws VssException {
        for (ShadowCopySet set : parts.catalog().list()) {
            if (set.shadowCopies().stream().anyMatch(copy -> copy.id().equals(id))) {
                return set;
            }
        }
        throw notFound("shadow copy " + id + "; see 'vss list shadows'");
    }

    private static ShadowCopy copyIn(ShadowCopySet set, ShadowCopyId id) throws VssException {
        for (ShadowCopy copy : set.shadowCopies()) {
            if (copy.id().equals(id)) {
                return copy;
            }
        }
        throw notFound("shadow copy " + id + "; see 'vss list shadows'");
    }

    private static ShadowCopySet replacing(ShadowCopySet set, ShadowCopy changed) {
        return set.withShadowCopies(
                set.shadowCopies().stream()
                        .map(copy -> copy.id().equals(changed.id()) ? changed : copy)
                        .toList());
    }

    private static void requirePersistent(ShadowCopySet set, String what) throws VssException {
        if (!set.attributes().contains(ShadowCopyAttribute.PERSISTENT)) {
            throw new VssException(
                    HResult.VSS_E_UNSUPPORTED_CONTEXT,
                    "set "
                            + set.id()
                            + " was made in context "
                            + set.context().commandName()
                            + "; only persistent copies can be "
                            + what
                            + ": use context app-rollback or nas-rollback");
        }
    }

    private static VssException notFound(String what) {
        return new VssException(HResult.VSS_E_OBJECT_NOT_FOUND, "there is no " + what);
    }
}
