package org.openvss;

import java.util.Collection;
import java.util.Set;

/**
 * One bit of a context or of the attributes of a shadow copy; mirrors {@code
 * VSS_VOLUME_SNAPSHOT_ATTRIBUTES}.
 */
@Mirrors("VSS_VOLUME_SNAPSHOT_ATTRIBUTES")
public enum ShadowCopyAttribute implements MaskBit {
    /** Survives a reboot. */
    PERSISTENT(0x00000001),
    /** Read-only at once: no auto-recovery. */
    NO_AUTORECOVERY(0x00000002),
    /** For previous versions of shared folders; must not be exposed. */
    CLIENT_ACCESSIBLE(0x00000004),
    /** Not deleted when the requester goes away. */
    NO_AUTO_RELEASE(0x00000008),
    /** Created without writers. */
    NO_WRITERS(0x00000010),
    /** To be imported on another machine. */
    TRANSPORTABLE(0x00000020),
    /** Not exposed at present. */
    NOT_SURFACED(0x00000040),
    /** Transaction managers are not frozen. */
    NOT_TRANSACTED(0x00000080),
    /** Made by a hardware provider. */
    HARDWARE_ASSISTED(0x00010000),
    /** Made by copy-on-write. */
    DIFFERENTIAL(0x00020000),
    /** A full split mirror. */
    PLEX(0x00040000),
    /** Arrived through ImportSnapshots. */
    IMPORTED(0x00080000),
    /** Mounted at a folder that a user named. */
    EXPOSED_LOCALLY(0x00100000),
    /** Exposed as a share. */
    EXPOSED_REMOTELY(0x00200000),
    /** Writers recover their data in the copy. */
    AUTORECOVER(0x00400000),
    /** For rollback or data mining. */
    ROLLBACK_RECOVERY(0x00800000),
    /** Reserved. */
    DELAYED_POSTSNAPSHOT(0x01000000),
    /** Recovery of file-system transactions in the copy. */
    TXF_RECOVERY(0x02000000),
    /** Copy of a remote share. */
    FILE_SHARE(0x04000000);

    private final int bit;

    ShadowCopyAttribute(int bit) {
        this.bit = bit;
    }

    /** Returns the documented bit. */
    @Override
    public int bit() {
        return bit;
    }

    /** Returns the documented name, with its prefix. */
    public String documentedName() {
        return "VSS_VOLSNAP_ATTR_" + name();
    }

    /** Returns the sum of the bits of some attributes. */
    public static int toMask(Collection<ShadowCopyAttribute> attributes) {
        return MaskBit.toMask(attributes);
    }

    /**
     * Returns the attributes whose bits are set in a mask.
     *
     * @param mask the bits
     * @throws VssException {@link HResult#E_INVALIDARG} if a bit is set that VSS does not define
     */
    public static Set<ShadowCopyAttribute> ofMask(int mask) throws VssException {
        return MaskBit.ofMask(ShadowCopyAttribute.class, mask);
    }
}
