package org.openvss.provider;

import java.util.Set;
import org.openvss.HResult;

/** Whether a provider takes a volume, in principle: momentary shortages do not count. */
public sealed interface Support {
    /**
     * The provider takes the volume.
     *
     * @param storage device numbers ({@code major:minor}) of the file systems on which the copy
     *     will be written; none of them may be a member of the set, save the volume itself
     */
    record Supported(Set<String> storage) implements Support {
        /** Copies the set. */
        public Supported {
            storage = Set.copyOf(storage);
        }
    }

    /**
     * The provider does not take the volume.
     *
     * @param code why as a code, normally {@code VSS_E_VOLUME_NOT_SUPPORTED}
     * @param reason why, as a clause for people, for instance {@code the host has no reflink}
     * @param remedy what the administrator can do, as a clause; may be empty
     */
    record NotSupported(HResult code, String reason, String remedy) implements Support {}
}
