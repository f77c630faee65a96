package org.openvss;

import org.jspecify.annotations.Nullable;

/**
 * How {@code DeleteSnapshots} ended; it stops at the first copy that cannot be deleted; copies that
 * were being deleted beside that one are gone too.
 *
 * @param deletedCount copies deleted by the call
 * @param firstNotDeleted the copy that could not be deleted, or null
 * @param failure why it could not, or null
 */
public record DeleteResult(
        int deletedCount, @Nullable ShadowCopyId firstNotDeleted, @Nullable VssException failure) {}
