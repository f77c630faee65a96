package org.openvss.coordinator;

import java.util.Set;
import org.openvss.HResult;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;

/** The codes that VSS documents for the end of DoSnapshotSet. A pure function. */
final class CreationCodes {
    /** What QueryStatus may answer when the set was not made; see {@code DoSnapshotSet}. */
    static final Set<HResult> FAILURES =
            Set.of(
                    HResult.E_ACCESSDENIED,
                    HResult.E_OUTOFMEMORY,
                    HResult.VSS_E_BAD_STATE,
                    HResult.VSS_E_INSUFFICIENT_STORAGE,
                    HResult.VSS_E_PROVIDER_VETO,
                    HResult.VSS_E_UNEXPECTED_PROVIDER_ERROR,
                    HResult.VSS_E_FLUSH_WRITES_TIMEOUT,
                    HResult.VSS_E_HOLD_WRITES_TIMEOUT,
                    HResult.VSS_E_NESTED_VOLUME_LIMIT,
                    HResult.VSS_E_REBOOT_REQUIRED,
                    HResult.VSS_E_TRANSACTION_FREEZE_TIMEOUT,
                    HResult.VSS_E_TRANSACTION_THAW_TIMEOUT,
                    HResult.VSS_E_UNEXPECTED,
                    HResult.VSS_S_ASYNC_CANCELLED);

    private CreationCodes() {}

    /**
     * Returns the error that a requester sees; one that VSS does not document for DoSnapshotSet is
     * VSS_E_UNEXPECTED and keeps its sentence.
     *
     * @param set the set that was not made
     * @param failure what was thrown
     */
    static VssException documented(ShadowCopySetId set, Throwable failure) {
        String what = "the creation of shadow copy set " + set;
        VssException error = Failures.of(what, failure);
        if (FAILURES.contains(error.code())) {
            return error;
        }
        return new VssException(
                        HResult.VSS_E_UNEXPECTED,
                        what + " failed with " + error.getMessage(),
                        error)
                .withResidue(error.residue());
    }
}
