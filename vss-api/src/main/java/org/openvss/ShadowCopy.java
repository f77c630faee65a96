package org.openvss;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One volume's point-in-time copy; mirrors {@code VSS_SNAPSHOT_PROP}.
 *
 * @param id the copy
 * @param setId the set that it belongs to
 * @param volume mount point of the original, as the caller named or implied it ({@code
 *     m_pwszOriginalVolumeName})
 * @param volumeId lasting identity of the original
 * @param root folder inside the file system that the original's mount showed
 * @param providerId the provider that keeps the copy
 * @param provider name of that provider, for instance {@code image}
 * @param attributes attributes of the copy ({@code m_lSnapshotAttributes})
 * @param state state of the copy; requesters only ever see CREATED
 * @param createdAt when the copy was cut, UTC ({@code m_tsCreationTimestamp})
 * @param originatingMachine host name of the machine with the original
 * @param times when the volume was held and cut, or null if unknown
 * @param path folder where the copy can be read now, or null while it is mounted nowhere ({@code
 *     m_pwszSnapshotDeviceObject})
 * @param device block device of the mounted copy, or null if it has none
 * @param exposedPath folder at which a user exposed the copy, or null ({@code m_pwszExposedName})
 * @param notices what whoever uses the copy should know, for instance what it does not hold, one
 *     sentence each
 */
@Mirrors("VSS_SNAPSHOT_PROP")
public record ShadowCopy(
        ShadowCopyId id,
        ShadowCopySetId setId,
        String volume,
        String volumeId,
        String root,
        ProviderId providerId,
        String provider,
        Set<ShadowCopyAttribute> attributes,
        ShadowCopyState state,
        Instant createdAt,
        String originatingMachine,
        @Nullable CutTimes times,
        @Nullable String path,
        @Nullable String device,
        @Nullable String exposedPath,
        List<String> notices) {
    /** Copies the collections. */
    public ShadowCopy {
        attributes = Set.copyOf(attributes);
        notices = List.copyOf(notices);
    }

    /**
     * Describes a copy of which nothing else needs to be known; all parameters as in the record.
     *
     * @param id as in the record
     * @param setId as in the record
     * @param volume as in the record
     * @param volumeId as in the record
     * @param root as in the record
     * @param providerId as in the record
     * @param provider as in the record
     * @param attributes as in the record
     * @param state as in the record
     * @param createdAt as in the record
     * @param originatingMachine as in the record
     * @param times as in the record
     * @param path as in the record
     * @param device as in the record
     * @param exposedPath as in the record
     */
    public ShadowCopy(
            ShadowCopyId id,
            ShadowCopySetId setId,
            String volume,
            String volumeId,
            String root,
            ProviderId providerId,
            String provider,
            Set<ShadowCopyAttribute> attributes,
            ShadowCopyState state,
            Instant createdAt,
            String originatingMachine,
            @Nullable CutTimes times,
            @Nullable String path,
            @Nullable String device,
            @Nullable String exposedPath) {
        this(
                id,
                setId,
                volume,
                volumeId,
                root,
                providerId,
                provider,
                attributes,
                state,
                createdAt,
                originatingMachine,
                times,
                path,
                device,
                exposedPath,
                List.of());
    }

    /** Returns the same copy as it is mounted now: a path and a device, or null for both. */
    public ShadowCopy mountedAt(@Nullable String newPath, @Nullable String newDevice) {
        return new ShadowCopy(
                id,
                setId,
                volume,
                volumeId,
                root,
                providerId,
                provider,
                attributes,
                state,
                createdAt,
                originatingMachine,
                times,
                newPath,
                newDevice,
                exposedPath,
                notices);
    }

    /** Returns the same copy with other attributes. */
    public ShadowCopy withAttributes(Set<ShadowCopyAttribute> newAttributes) {
        return new ShadowCopy(
                id,
                setId,
                volume,
                volumeId,
                root,
                providerId,
                provider,
                newAttributes,
                state,
                createdAt,
                originatingMachine,
                times,
                path,
                device,
                exposedPath,
                notices);
    }

    /** Returns the same copy with another folder of exposure, or null for none. */
    public ShadowCopy exposedAt(@Nullable String folder) {
        return new ShadowCopy(
                id,
                setId,
                volume,
                volumeId,
                root,
                providerId,
                provider,
                attributes,
                state,
                createdAt,
                originatingMachine,
                times,
                path,
                device,
                folder,
                notices);
    }
}
