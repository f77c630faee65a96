package org.openvss.coordinator;

import static org.openvss.HResult.E_ACCESSDENIED;
import static org.openvss.HResult.E_INVALIDARG;
import static org.openvss.HResult.E_NOTIMPL;
import static org.openvss.HResult.E_OUTOFMEMORY;
import static org.openvss.HResult.VSS_E_BAD_STATE;
import static org.openvss.HResult.VSS_E_CANNOT_REVERT_DISKID;
import static org.openvss.HResult.VSS_E_INSUFFICIENT_STORAGE;
import static org.openvss.HResult.VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED;
import static org.openvss.HResult.VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED;
import static org.openvss.HResult.VSS_E_NESTED_VOLUME_LIMIT;
import static org.openvss.HResult.VSS_E_OBJECT_NOT_FOUND;
import static org.openvss.HResult.VSS_E_PROVIDER_VETO;
import static org.openvss.HResult.VSS_E_REBOOT_REQUIRED;
import static org.openvss.HResult.VSS_E_REVERT_IN_PROGRESS;
import static org.openvss.HResult.VSS_E_UNEXPECTED;
import static org.openvss.HResult.VSS_E_UNSUPPORTED_CONTEXT;
import static org.openvss.HResult.VSS_E_VOLUME_IN_USE;
import static org.openvss.HResult.VSS_E_VOLUME_NOT_SUPPORTED;
import static org.openvss.HResult.VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER;

import java.util.Set;
import org.openvss.HResult;

/**
 * The calls that a provider answers, by their VSS names, each with the codes that it may answer
 * beside S_OK. {@link ProviderErrorConversion} turns anything else into
 * VSS_E_UNEXPECTED_PROVIDER_ERROR.
 *
 * <p>VSS_E_REBOOT_REQUIRED is added where slow work is done, because VSS documents it for
 * requesters although no list of a provider method has it; VSS_E_VOLUME_IN_USE where OpenVSS
 * mounts.
 */
enum ProviderMethod {
    IS_VOLUME_SUPPORTED(
            "IsVolumeSupported",
            E_OUTOFMEMORY,
            E_ACCESSDENIED,
            E_INVALIDARG,
            VSS_E_OBJECT_NOT_FOUND,
            VSS_E_PROVIDER_VETO,
            VSS_E_NESTED_VOLUME_LIMIT,
            VSS_E_UNEXPECTED),
    SET_CONTEXT(
            "SetContext",
            E_OUTOFMEMORY,
            E_ACCESSDENIED,
            E_INVALIDARG,
            VSS_E_BAD_STATE,
            VSS_E_UNSUPPORTED_CONTEXT),
    BEGIN_PREPARE_SNAPSHOT(
            "BeginPrepareSnapshot",
            E_OUTOFMEMORY,
            E_ACCESSDENIED,
            E_INVALIDARG,
            VSS_E_OBJECT_NOT_FOUND,
            VSS_E_PROVIDER_VETO,
            VSS_E_UNSUPPORTED_CONTEXT,
            VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER,
            VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED,
            VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED,
            VSS_E_NESTED_VOLUME_LIMIT,
            VSS_E_UNEXPECTED),
    END_PREPARE_SNAPSHOTS(
            "EndPrepareSnapshots",
            E_OUTOFMEMORY,
            E_INVALIDARG,
            VSS_E_OBJECT_NOT_FOUND,
            VSS_E_PROVIDER_VETO,
            VSS_E_INSUFFICIENT_STORAGE,
            VSS_E_REBOOT_REQUIRED),
    PRE_COMMIT_SNAPSHOTS(
            "PreCommitSnapshots",
            E_OUTOFMEMORY,
            E_INVALIDARG,
            VSS_E_OBJECT_NOT_FOUND,
            VSS_E_PROVIDER_VETO),
    POST_COMMIT_SNAPSHOTS(
            "PostCommitSnapshots",
            E_OUTOFMEMORY,
            E_INVALIDARG,
            VSS_E_OBJECT_NOT_FOUND,
            VSS_E_PROVIDER_VETO),
    PRE_FINAL_COMMIT_SNAPSHOTS(
            "PreFinalCommitSnapshots", E_OUTOFMEMORY, E_INVALIDARG, VSS_E_PROVIDER_VETO),
    POST_FINAL_COMMIT_SNAPSHOTS(
            "PostFinalCommitSnapshots", E_OUTOFMEMORY, E_INVALIDARG, VSS_E_PROVIDER_VETO),
    DELETE_SNAPSHOTS(
            "DeleteSnapshots",
            E_OUTOFMEMORY,
            E_ACCESSDENIED,
            E_INVALIDARG,
            VSS_E_OBJECT_NOT_FOUND,
            VSS_E_PROVIDER_VETO,
            VSS_E_VOLUME_IN_USE),
    QUERY(
            "Query",
            E_OUTOFMEMORY,
            E_ACCESSDENIED,
            E_INVALIDARG,
            VSS_E_OBJECT_NOT_FOUND,
            VSS_E_PROVIDER_VETO,
            VSS_E_UNEXPECTED),
    EXPOSE(
            "Expose",
            E_OUTOFMEMORY,
            E_ACCESSDENIED,
            E_INVALIDARG,
            VSS_E_BAD_STATE,
            VSS_E_OBJECT_NOT_FOUND,
            VSS_E_PROVIDER_VETO,
            VSS_E_VOLUME_IN_USE,
            VSS_E_UNEXPECTED),
    REVERT_TO_SNAPSHOT(
            "RevertToSnapshot",
            E_OUTOFMEMORY,
            E_ACCESSDENIED,
            E_INVALIDARG,
            E_NOTIMPL,
            VSS_E_OBJECT_NOT_FOUND,
            VSS_E_PROVIDER_VETO,
            VSS_E_REVERT_IN_PROGRESS,
            VSS_E_VOLUME_IN_USE,
            VSS_E_VOLUME_NOT_SUPPORTED,
            VSS_E_CANNOT_REVERT_DISKID);

    private final String documentedName;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable set
    private final Set<HResult> allowed;

    ProviderMethod(String documentedName, HResult... allowed) {
        this.documentedName = documentedName;
        this.allowed = Set.of(allowed);
    }

    /** Returns the name that VSS gives the call. */
    String documentedName() {
        return documentedName;
    }

    /** Returns the failure codes that reach the requester unchanged. */
    Set<HResult> allowed() {
        return allowed;
    }
}
