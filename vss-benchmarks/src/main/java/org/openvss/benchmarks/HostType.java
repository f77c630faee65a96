package org.openvss.benchmarks;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the images of scratch volumes lie. */
public enum HostType {
    /** On an xfs of their own, which can reflink. */
    XFS(GuestType.XFS),
    /** On a btrfs of their own, which can reflink. */
    BTRFS(GuestType.BTRFS),
    /** On an ext4 of their own, which cannot reflink. */
    EXT4(GuestType.EXT4),
    /** On a tmpfs of their own, which cannot reflink either. */
    TMPFS(null),
    /** In the scratch folder itself, on whatever file system that is. */
    FOLDER(null);

    @SuppressWarnings("ImmutableEnumChecker") // an optional of an enum
    private final Optional<GuestType> fileSystem;

    HostType(@Nullable GuestType fileSystem) {
        this.fileSystem = Optional.ofNullable(fileSystem);
    }

    /** Returns the file system that is made in an image for the host; empty if none is. */
    Optional<GuestType> fileSystem() {
        return fileSystem;
    }
}
