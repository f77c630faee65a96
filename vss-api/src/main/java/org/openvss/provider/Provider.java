package org.openvss.provider;

import java.util.List;
import org.openvss.Deletion;
import org.openvss.HResult;
import org.openvss.Mirrors;
import org.openvss.ProviderInfo;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;

/**
 * One storage technology that makes, keeps, shows and deletes shadow copies; mirrors {@code
 * IVssSoftwareSnapshotProvider}.
 *
 * <p>Rules, verified by the contract kit:
 *
 * <ul>
 *   <li>A provider stamps what it leaves on storage with the id of the copy, so that {@link
 *       #shadowCopies()} and {@link #delete} can be answered from storage alone after a crash.
 *   <li>It never harms the original volume, and touches nothing that it does not recognise as its
 *       own.
 *   <li>It returns values and holds no reference to the coordinator. Calls come from one thread at
 *       a time for one set, but queries may come at any time.
 *   <li>Errors are {@link VssException}s with a code of the provider list of VSS; any other
 *       throwable or code becomes {@code VSS_E_UNEXPECTED_PROVIDER_ERROR}.
 * </ul>
 */
@Mirrors("IVssSoftwareSnapshotProvider")
public interface Provider {
    /** Returns who the provider is. */
    ProviderInfo info();

    /** Returns what it can do. */
    ProviderCapabilities capabilities();

    /**
     * Tells whether {@link #expose}, {@link #unexpose} and {@link #delete} may be called from
     * several threads at once, each with another copy. Sets of many volumes are shown and deleted
     * faster then.
     */
    default boolean worksSideBySide() {
        return false;
    }

    /**
     * Tells whether it takes a volume, in principle; mirrors {@code IsVolumeSupported}.
     *
     * @param volume a mounted volume
     * @throws VssException {@code E_ACCESSDENIED}, {@code VSS_E_PROVIDER_VETO}, …
     */
    @Mirrors("IVssSoftwareSnapshotProvider::IsVolumeSupported")
    Support supports(Volume volume) throws VssException;

    /**
     * Begins a set; leaves nothing on storage.
     *
     * @param set id of the set
     * @param context what it is made for
     * @throws VssException {@code VSS_E_UNSUPPORTED_CONTEXT}, …
     */
    @Mirrors("IVssSoftwareSnapshotProvider::SetContext")
    ProviderTransaction begin(ShadowCopySetId set, ShadowCopyContext context) throws VssException;

    /**
     * Returns what is on storage, complete or not, found by looking at the storage itself.
     *
     * @throws VssException if the storage cannot be read
     */
    @Mirrors({
        "IVssSoftwareSnapshotProvider::Query",
        "IVssSoftwareSnapshotProvider::GetSnapshotProperties",
        "IVssSoftwareSnapshotProvider::IsVolumeSnapshotted"
    })
    List<StoredCopy> shadowCopies() throws VssException;

    /**
     * Returns the sets that can be rebuilt from storage; copies of other providers are missing from
     * them.
     *
     * @throws VssException if the storage cannot be read
     */
    List<ShadowCopySet> rescan() throws VssException;

    /**
     * Deletes whatever is left of a copy, complete or not; can be repeated after a crash at any
     * point.
     *
     * @param copy the copy
     * @param force whether to delete it although it is in use
     * @return whether anything was there
     * @throws VssException {@code VSS_E_VOLUME_IN_USE}, {@code VSS_E_PROVIDER_VETO}, …
     */
    @Mirrors("IVssSoftwareSnapshotProvider::DeleteSnapshots")
    Deletion delete(ShadowCopyId copy, boolean force) throws VssException;

    /**
     * Tells what deleting a copy would free. May take seconds; a copy that is gone is not known.
     *
     * @param copy the copy
     * @throws VssException if the storage cannot be read
     */
    default CopySpace space(ShadowCopyId copy) throws VssException {
        return CopySpace.unknown("provider " + info().name() + " does not tell");
    }

    /**
     * Mounts a copy read-only, {@code nosuid,nodev}, at an existing empty folder, in the mount
     * namespace of the calling thread.
     *
     * @param copy the copy
     * @param folder absolute path of the folder
     * @return where the copy of the original's root is now, and its device
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}, {@code E_OUTOFMEMORY} if no loop device
     *     is left, …
     */
    ExposedCopy expose(ShadowCopyId copy, String folder) throws VssException;

    /**
     * Takes back what {@link #expose} did at a folder; nothing of it remains, the copy itself
     * stays.
     *
     * @param copy the copy
     * @param folder absolute path of the folder
     * @param force whether to detach it although it is in use
     * @throws VssException {@code VSS_E_VOLUME_IN_USE}, {@code VSS_E_OBJECT_NOT_FOUND} if it is not
     *     exposed there
     */
    void unexpose(ShadowCopyId copy, String folder, boolean force) throws VssException;

    /**
     * Mounts a throw-away writable clone of a copy, {@code nosuid,nodev}, at an existing empty
     * folder, in the mount namespace of the calling thread; nothing written to it reaches the copy.
     *
     * @param copy the copy
     * @param folder absolute path of the folder
     * @return the clone; whatever happens, nothing of it outlives this process for long
     * @throws VssException {@code E_NOTIMPL} if it cannot make any, {@code VSS_E_OBJECT_NOT_FOUND},
     *     {@code VSS_E_INSUFFICIENT_STORAGE}, …
     */
    default WritableClone writableClone(ShadowCopyId copy, String folder) throws VssException {
        throw new VssException(
                HResult.E_NOTIMPL,
                "provider "
                        + info().name()
                        + " makes no writable clones yet, so copy "
                        + copy
                        + " cannot be verified; the providers image and copy make them");
    }

    /**
     * Reverts the original volume to a copy; returns when done. Repeating it after a crash
     * completes it.
     *
     * @param copy the copy
     * @param original the volume to overwrite, as it is mounted now
     * @param force whether to dismount the original although it is in use
     * @throws VssException {@code E_NOTIMPL} if it cannot revert, {@code VSS_E_VOLUME_IN_USE}, …
     */
    @Mirrors("IVssSoftwareSnapshotProvider::RevertToSnapshot")
    void revert(ShadowCopyId copy, Volume original, boolean force) throws VssException;

    /**
     * Looks once after the room that the copies grow into: extends it if that is configured, and
     * gives up copies before their originals would have to stop. Called every few seconds. Most
     * providers have nothing to do.
     *
     * @return what was done or could not be done, one sentence each
     * @throws VssException if the storage cannot be read
     */
    default List<String> tend() throws VssException {
        return List.of();
    }
}
