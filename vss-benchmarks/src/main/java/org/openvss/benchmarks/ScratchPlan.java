package org.openvss.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Which scratch volumes to make.
 *
 * @param host where the images lie
 * @param hostBytes size of the host file system, sparse; at least 300 MiB for xfs
 * @param guests the file system of each volume
 * @param guestBytes least size of each volume, sparse; a type that needs more gets more
 * @param namePrefix start of the mount points' names, which end in the volume's number; may carry
 *     any bytes but {@code /} and NUL, as OpenVSS's paths do
 * @param parent existing folder in which the scratch folder is made
 */
public record ScratchPlan(
        HostType host,
        long hostBytes,
        List<GuestType> guests,
        long guestBytes,
        String namePrefix,
        String parent) {
    /** A prefix with a space, a newline and two bytes that are no UTF-8. */
    public static final String AWKWARD_PREFIX = "a volume\nwith \uDCFF\uDC80 ";

    /** Copies the list. */
    public ScratchPlan {
        guests = List.copyOf(guests);
    }

    /** Returns a plan for volumes on an xfs host in {@link #temporaryFolder}. */
    public static ScratchPlan of(List<GuestType> guests) {
        return new ScratchPlan(HostType.XFS, 16L << 30, guests, 0, "volume", temporaryFolder());
    }

    /** Returns the folder for temporary files: {@code $TMPDIR}, or {@code /tmp}. */
    static String temporaryFolder() {
        String own = System.getenv("TMPDIR");
        return own != null && own.startsWith("/")
                ? own
                : System.getProperty("java.io.tmpdir", "/tmp");
    }

    /** Returns a plan for volumes of one type. */
    public static ScratchPlan of(GuestType guest, int count) {
        return of(mixed(count, guest));
    }

    /** Returns a list that goes round the given types. */
    public static List<GuestType> mixed(int count, GuestType... types) {
        List<GuestType> guests = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            guests.add(types[index % types.length]);
        }
        return guests;
    }

    /** Returns the plan with another host. */
    public ScratchPlan on(HostType newHost) {
        return new ScratchPlan(newHost, hostBytes, guests, guestBytes, namePrefix, parent);
    }

    /** Returns the plan with another size of the host file system. */
    public ScratchPlan withHostBytes(long newHostBytes) {
        return new ScratchPlan(host, newHostBytes, guests, guestBytes, namePrefix, parent);
    }

    /** Returns the plan with volumes of at least a size. */
    public ScratchPlan withGuestBytes(long newGuestBytes) {
        return new ScratchPlan(host, hostBytes, guests, newGuestBytes, namePrefix, parent);
    }

    /** Returns the plan with another start of the mount points' names. */
    public ScratchPlan named(String newNamePrefix) {
        return new ScratchPlan(host, hostBytes, guests, guestBytes, newNamePrefix, parent);
    }

    /**
     * Returns the plan in another folder, for instance on a scratch volume: a volume in a volume.
     */
    public ScratchPlan in(String newParent) {
        return new ScratchPlan(host, hostBytes, guests, guestBytes, namePrefix, newParent);
    }
}
