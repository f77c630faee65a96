package org.openvss.writer.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openvss.HResult;
import org.openvss.Volume;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.MountTable;
import org.openvss.writer.WriterException;

/**
 * Tells whether a set holds all data of a server: half a database is worse than none, because it
 * looks like one.
 */
final class SetCoverage {
    private SetCoverage() {}

    /**
     * Refuses a set in which a folder's volume is missing.
     *
     * @param who names the server
     * @param files where its data is
     * @param volumes volumes of the set
     * @throws WriterException {@code VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT} naming what is missing
     */
    static void require(String who, DatabaseFiles files, List<Volume> volumes)
            throws WriterException {
        List<String> missing = new ArrayList<>();
        for (DatabaseFiles.Place place : files.places()) {
            Mount home = mountOf(who, place);
            boolean present =
                    volumes.stream()
                            .anyMatch(one -> one.deviceNumbers().equals(home.deviceNumbers()));
            if (!present) {
                missing.add(home.mountPoint() + " (" + place.purpose() + ", " + place.path() + ")");
            }
        }
        if (!missing.isEmpty()) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT,
                    "the set lacks volumes with data of "
                            + who
                            + ": "
                            + String.join(", ", missing)
                            + "; add them, or name the writer with --writer, which adds all");
        }
    }

    private static Mount mountOf(String who, DatabaseFiles.Place place) throws WriterException {
        try {
            long id = AttributeCalls.statx(place.path()).mountId();
            Optional<Mount> mount =
                    MountTable.read().stream().filter(one -> one.id() == id).findFirst();
            if (mount.isPresent()) {
                return mount.get();
            }
        } catch (LinuxException e) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                    "the " + place.purpose() + " of " + who + " cannot be found: " + e.getMessage(),
                    e.errno(),
                    e);
        }
        throw new WriterException(
                HResult.VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT,
                "the "
                        + place.purpose()
                        + " of "
                        + who
                        + ", "
                        + place.path()
                        + ", is on no mount of this mount namespace; mount its volume here");
    }
}
