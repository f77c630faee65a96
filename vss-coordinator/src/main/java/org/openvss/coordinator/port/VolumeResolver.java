package org.openvss.coordinator.port;

import java.util.List;
import org.openvss.Volume;
import org.openvss.VssException;

/** Turns what a requester calls a volume into the volume. */
public interface VolumeResolver {
    /**
     * Finds the volume that an argument means; never hangs on a dead mount.
     *
     * @param argument mount point, device, UUID, or an existing folder below a mount point
     * @throws VssException {@code E_INVALIDARG} (empty, or a regular file), {@code
     *     VSS_E_OBJECT_NOT_FOUND} (nothing mounted there in this mount namespace), {@code
     *     VSS_E_VOLUME_NOT_SUPPORTED} (overlay, tmpfs, FUSE, network; the message says what to do)
     */
    Volume resolve(String argument) throws VssException;

    /**
     * Returns the device numbers of everything that lies under a volume, nearest first: its block
     * device and their slaves, for images the file system of the backing file, and so on to the
     * end.
     *
     * @param volume a volume
     * @throws VssException {@code VSS_E_NESTED_VOLUME_LIMIT} for more than four loop levels or a
     *     cycle
     */
    List<String> underlying(Volume volume) throws VssException;
}
