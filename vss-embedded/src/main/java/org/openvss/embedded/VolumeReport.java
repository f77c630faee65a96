package org.openvss.embedded;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which provider takes a mounted volume, or exactly why none does.
 *
 * @param mountPoint its first mount point
 * @param fileSystemType its type as in mountinfo
 * @param source what is mounted, as in mountinfo
 * @param volumeId its lasting identity, or null if it is no volume that could have copies
 * @param provider name of the provider that takes it by itself, or null
 * @param reason why no provider takes it by itself; empty if one does
 * @param remedy what to do instead; may be empty
 * @param answers what each provider that is asked by itself says of it, in their order; empty if it
 *     is no volume
 */
public record VolumeReport(
        String mountPoint,
        String fileSystemType,
        String source,
        @Nullable String volumeId,
        @Nullable String provider,
        String reason,
        String remedy,
        List<Answer> answers) {
    /**
     * What one provider says of a volume.
     *
     * @param provider its name
     * @param takes whether it takes the volume; the first that does gets it
     * @param reason why not; empty if it does
     * @param remedy what to do so that it does; may be empty
     */
    public record Answer(String provider, boolean takes, String reason, String remedy) {}

    /** Copies the list. */
    public VolumeReport {
        answers = List.copyOf(answers);
    }
}
