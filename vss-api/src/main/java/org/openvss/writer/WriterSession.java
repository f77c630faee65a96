package org.openvss.writer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openvss.SessionId;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;

/**
 * What a writer may know of the session that an event belongs to; mirrors the protected helpers of
 * {@code CVssWriter}.
 *
 * @param sessionId the requester's session ({@code GetSessionId})
 * @param setId the set being made, or null if none is ({@code GetCurrentSnapshotSetId})
 * @param context what it is made for ({@code GetContext})
 * @param volumes volumes of the set ({@code GetCurrentVolumeArray}); empty before it is built
 */
public record WriterSession(
        SessionId sessionId,
        @Nullable ShadowCopySetId setId,
        ShadowCopyContext context,
        List<Volume> volumes) {
    /** Copies the list. */
    public WriterSession {
        volumes = List.copyOf(volumes);
    }
}
