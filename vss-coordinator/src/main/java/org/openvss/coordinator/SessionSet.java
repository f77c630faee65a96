package org.openvss.coordinator;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.BackupState;
import org.openvss.DeleteResult;
import org.openvss.HResult;
import org.openvss.ProviderId;
import org.openvss.SessionId;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.coordinator.port.AutoReleaseClaims.Claim;
import org.openvss.coordinator.port.CreationLock;

/**
 * What a session holds for its one set: the creation lock until the set is made or dropped, the
 * claim of an auto-release set until the session ends.
 */
final class SessionSet {
    private final SetInProgress building;
    private final ShadowCopyContext context;
    private final Set<ShadowCopyAttribute> attributes;
    private final CreationLock.Held lock;
    private final @Nullable Claim claim;
    private final Cancellation cancellation = new Cancellation();
    private volatile boolean created;

    private SessionSet(
            SetInProgress building,
            ShadowCopyContext context,
            Set<ShadowCopyAttribute> attributes,
            CreationLock.Held lock,
            @Nullable Claim claim) {
        this.building = building;
        this.context = context;
        this.attributes = attributes;
        this.lock = lock;
        this.claim = claim;
    }

    /**
     * Starts an empty set.
     *
     * @throws VssException {@code VSS_E_SNAPSHOT_SET_IN_PROGRESS}
     */
    static SessionSet start(
            CoordinatorParts parts, ShadowCopyContext context, Set<ShadowCopyAttribute> modifiers)
            throws VssException {
        ShadowCopySetId id = new ShadowCopySetId(parts.ids().get());
        CreationLock.Held lock = Failures.guarded("startSnapshotSet", () -> parts.lock().acquire());
        try {
            Claim claim = isKept(context.attributes()) ? null : parts.claims().claim(id);
            return new SessionSet(
                    new SetInProgress(parts, id, context, modifiers),
                    context,
                    ContextRules.attributes(context, modifiers),
                    lock,
                    claim);
        } catch (Throwable failure) {
            lock.close();
            throw Failures.of("startSnapshotSet", failure);
        }
    }

    private static boolean isKept(Set<ShadowCopyAttribute> attributes) {
        return attributes.contains(ShadowCopyAttribute.NO_AUTO_RELEASE);
    }

    ShadowCopySetId id() {
        return building.id();
    }

    /** Returns how the creation learns that the requester wants it to end. */
    Cancellation cancellation() {
        return cancellation;
    }

    ShadowCopyId add(String volume, @Nullable ProviderId provider) throws VssException {
        return Failures.guarded("addToSnapshotSet", () -> building.add(volume, provider));
    }

    boolean isEmpty() {
        return building.members().isEmpty();
    }

    List<Volume> volumes() {
        return building.volumes();
    }

    CreationPlan plan(
            @Nullable BackupState backup,
            SessionId session,
            List<WriterInSession> writers,
            SessionDocument document) {
        return new CreationPlan(
                session,
                id(),
                context,
                attributes,
                building.members(),
                building.parts(),
                writers,
                backup,
                document);
    }

    void created() {
        created = true;
    }

    /** Lets other requesters create sets. */
    void unlock() {
        lock.close();
    }

    /** Drops a set that is still being built, and lets others create sets. */
    List<String> abandon() {
        try {
            return building.drop();
        } finally {
            unlock();
        }
    }

    /** Deletes the set if it goes with its requester, and gives up its claim. */
    void release(
            ShadowCopyAdministration administration,
            List<String> left,
            List<VssException> failures) {
        try {
            if (created && !isKept(attributes)) {
                DeleteResult result =
                        Failures.guarded("close", () -> administration.deleteSet(id(), true));
                VssException failure = result.failure();
                if (failure != null) {
                    failures.add(failure);
                    left.add("shadow copy " + result.firstNotDeleted() + " was not deleted");
                }
            }
        } catch (VssException failure) {
            if (failure.code() != HResult.VSS_E_OBJECT_NOT_FOUND) {
                failures.add(failure);
                left.add("shadow copy set " + id() + " was not deleted");
            }
        } finally {
            if (claim != null) {
                claim.close();
            }
        }
    }
}
