package org.openvss.provider;

import java.util.List;
import org.openvss.CutTimes;
import org.openvss.Mirrors;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.Volume;
import org.openvss.VssException;

/**
 * One set in one provider; mirrors {@code IVssProviderCreateSnapshotSet}. The methods are called in
 * the order in which they stand here, each at most once save {@link #beginPrepare}; any other order
 * is {@code VSS_E_BAD_STATE}.
 */
@Mirrors("IVssProviderCreateSnapshotSet")
public interface ProviderTransaction {
    /**
     * Adds a volume; quick, leaves nothing on storage. Mirrors {@code BeginPrepareSnapshot}.
     *
     * @param copy id of the copy to be made; whatever is left on storage carries it
     * @param volume a volume that {@link Provider#supports}
     * @throws VssException {@code VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER}, …
     */
    @Mirrors("IVssSoftwareSnapshotProvider::BeginPrepareSnapshot")
    void beginPrepare(ShadowCopyId copy, Volume volume) throws VssException;

    /**
     * Does all slow work: creates targets, reserves space, opens descriptors, warms the code of the
     * cut. Must end soon after {@link #abort} was called from another thread. Mirrors {@code
     * EndPrepareSnapshots}.
     *
     * @throws VssException {@code VSS_E_INSUFFICIENT_STORAGE}, {@code VSS_E_PROVIDER_VETO}, …
     */
    @Mirrors("IVssProviderCreateSnapshotSet::EndPrepareSnapshots")
    void endPrepare() throws VssException;

    /**
     * Last quick work while the applications are frozen; mirrors {@code PreCommitSnapshots}.
     *
     * @return the prepared cuts, which together name every volume exactly once
     * @throws VssException {@code VSS_E_PROVIDER_VETO}, …
     */
    @Mirrors("IVssProviderCreateSnapshotSet::PreCommitSnapshots")
    List<PreparedCut> preCommit() throws VssException;

    /**
     * Makes the cuts durable while the applications are still frozen; mirrors {@code
     * PostCommitSnapshots}. Only called if all cuts of the set succeeded.
     *
     * @param cuts when each of the provider's volumes was held and cut
     * @return what the provider found out about the instant of its copies; a proof that does not
     *     hold makes the set not simultaneous. May be empty.
     * @throws VssException {@code VSS_E_PROVIDER_VETO}, …
     */
    @Mirrors("IVssProviderCreateSnapshotSet::PostCommitSnapshots")
    List<CutProof> postCommit(List<CommittedCut> cuts) throws VssException;

    /**
     * Makes the copies writable for the writers where that is possible; mirrors {@code
     * PreFinalCommitSnapshots}.
     *
     * @throws VssException {@code VSS_E_PROVIDER_VETO}, …
     */
    @Mirrors("IVssProviderCreateSnapshotSet::PreFinalCommitSnapshots")
    void preFinalCommit() throws VssException;

    /**
     * Makes the copies read-only for good and stamps the result on storage, so that the set can be
     * rebuilt from there; mirrors {@code PostFinalCommitSnapshots}.
     *
     * @param result the set as the catalog will show it
     * @throws VssException {@code VSS_E_PROVIDER_VETO}, …
     */
    @Mirrors("IVssProviderCreateSnapshotSet::PostFinalCommitSnapshots")
    void postFinalCommit(ShadowCopySet result) throws VssException;

    /**
     * Undoes everything, at any time and from any thread, also while another method runs; after
     * postFinalCommit it does nothing. Can be repeated. Mirrors {@code AbortSnapshots}.
     *
     * @return what could not be undone, one sentence each; empty if all is gone
     */
    @Mirrors("IVssProviderCreateSnapshotSet::AbortSnapshots")
    List<String> abort();

    /**
     * When a volume was held and cut.
     *
     * @param copy the copy
     * @param times the instants
     */
    record CommittedCut(ShadowCopyId copy, CutTimes times) {}

    /**
     * What a provider found out about the instant of a copy.
     *
     * @param copy the copy
     * @param holds whether the copy shows the instant of the set
     * @param finding one sentence for people
     * @param notices what whoever uses the copy should know, for instance what it does not hold,
     *     one sentence each
     */
    record CutProof(ShadowCopyId copy, boolean holds, String finding, List<String> notices) {
        /** Copies the list. */
        public CutProof {
            notices = List.copyOf(notices);
        }

        /**
         * Describes a copy of which nothing else needs to be known.
         *
         * @param copy as in the record
         * @param holds as in the record
         * @param finding as in the record
         */
        public CutProof(ShadowCopyId copy, boolean holds, String finding) {
            this(copy, holds, finding, List.of());
        }
    }
}
