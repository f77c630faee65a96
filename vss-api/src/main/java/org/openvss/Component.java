package org.openvss;

import org.jspecify.annotations.Nullable;

/**
 * A component that was added to a backup, with what requester and writer noted on it; mirrors
 * {@code IVssComponent}, Ex and Ex2. VSS answers {@code S_FALSE} for what was never set; here it is
 * null or empty.
 *
 * @param key which component it is
 * @param backup what was noted for the backup
 * @param restore what was noted for the restore
 * @param failure how the writer failed on this component, or null if it did not
 */
@Mirrors({"IVssComponent", "IVssComponentEx", "IVssComponentEx2"})
public record Component(
        @Mirrors({
                    "IVssComponent::GetLogicalPath",
                    "IVssComponent::GetComponentType",
                    "IVssComponent::GetComponentName"
                })
                ComponentKey key,
        ComponentBackup backup,
        ComponentRestore restore,
        @Mirrors("IVssComponentEx2::GetFailure") @Nullable ComponentFailure failure) {
    /** Returns a component on which nothing was noted yet. */
    public static Component of(ComponentKey key) {
        return new Component(key, ComponentBackup.EMPTY, ComponentRestore.EMPTY, null);
    }
}
