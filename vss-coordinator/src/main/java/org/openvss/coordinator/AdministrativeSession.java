package org.openvss.coordinator;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.BackupComponents;
import org.openvss.DeleteResult;
import org.openvss.HResult;
import org.openvss.ProviderId;
import org.openvss.ProviderInfo;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;

/**
 * The half of a session that deals with what exists: volumes, providers, copies and sets. It checks
 * arguments and hands on to {@link ShadowCopyAdministration} and {@link ProviderSelection}; making
 * a set is the other half, {@link BackupComponentsSession}.
 */
abstract class AdministrativeSession implements BackupComponents {
    final CoordinatorParts parts;
    final ShadowCopyAdministration administration;
    final SessionState state = new SessionState();

    AdministrativeSession(CoordinatorParts parts, ShadowCopyAdministration administration) {
        this.parts = parts;
        this.administration = administration;
    }

    /** Returns what the requester asked for beside its context. */
    abstract Set<ShadowCopyAttribute> modifiers();

    @Override
    public boolean isVolumeSupported(@Nullable ProviderId provider, String volume)
            throws VssException {
        state.requireInitialised("isVolumeSupported");
        ContextRules.requireGiven(volume, "volume");
        try {
            return Failures.guarded(
                    "isVolumeSupported",
                    () -> {
                        ProviderSelection.of(parts)
                                .choose(
                                        parts.volumes().resolve(volume),
                                        provider,
                                        state.context(),
                                        modifiers());
                        return true;
                    });
        } catch (VssException refusal) {
            if (refusal.code() == HResult.VSS_E_VOLUME_NOT_SUPPORTED
                    || refusal.code() == HResult.VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER) {
                return false;
            }
            throw refusal;
        }
    }

    @Override
    public boolean isVolumeSnapshotted(String volume) throws VssException {
        state.requireInitialised("isVolumeSnapshotted");
        ContextRules.requireGiven(volume, "volume");
        return Failures.guarded(
                "isVolumeSnapshotted",
                () -> administration.hasCopies(parts.volumes().resolve(volume)));
    }

    @Override
    public ShadowCopy getSnapshotProperties(ShadowCopyId copy) throws VssException {
        state.requireInitialised("getSnapshotProperties");
        ContextRules.requireGiven(copy, "copy");
        return Failures.guarded("getSnapshotProperties", () -> administration.copy(copy));
    }

    @Override
    public List<ShadowCopy> querySnapshots() throws VssException {
        return querySnapshotSets().stream()
                .flatMap(found -> found.shadowCopies().stream())
                .toList();
    }

    @Override
    public List<ShadowCopySet> querySnapshotSets() throws VssException {
        state.requireInitialised("querySnapshotSets");
        return Failures.guarded("querySnapshotSets", () -> administration.sets(state.context()));
    }

    @Override
    public List<ProviderInfo> queryProviders() throws VssException {
        state.requireInitialised("queryProviders");
        return ProviderSelection.of(parts).listed();
    }

    @Override
    public DeleteResult deleteSnapshotSet(ShadowCopySetId setId, boolean force)
            throws VssException {
        state.requireInitialised("deleteSnapshotSet");
        ContextRules.requireGiven(setId, "set");
        return Failures.guarded("deleteSnapshotSet", () -> administration.deleteSet(setId, force));
    }

    @Override
    public DeleteResult deleteSnapshot(ShadowCopyId copy, boolean force) throws VssException {
        state.requireInitialised("deleteSnapshot");
        ContextRules.requireGiven(copy, "copy");
        return Failures.guarded("deleteSnapshot", () -> administration.deleteCopy(copy, force));
    }

    @Override
    public String exposeSnapshot(ShadowCopyId copy, String folder) throws VssException {
        state.requireInitialised("exposeSnapshot");
        ContextRules.requireGiven(copy, "copy");
        ContextRules.requireGiven(folder, "folder");
        return Failures.guarded("exposeSnapshot", () -> administration.expose(copy, folder));
    }

    @Override
    public void unexposeSnapshot(ShadowCopyId copy) throws VssException {
        state.requireInitialised("unexposeSnapshot");
        ContextRules.requireGiven(copy, "copy");
        Failures.guarded("unexposeSnapshot", () -> administration.unexpose(copy));
    }

    @Override
    public void revertToSnapshot(ShadowCopyId copy, boolean forceDismount) throws VssException {
        state.requireInitialised("revertToSnapshot");
        ContextRules.requireGiven(copy, "copy");
        Failures.guarded("revertToSnapshot", () -> administration.revert(copy, forceDismount));
    }
}
