package org.openvss.catalog;

/** A record cannot be understood: it is damaged, or a newer OpenVSS has written it. */
final class DamagedRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean newer;

    private DamagedRecordException(String message, boolean newer) {
        super(message);
        this.newer = newer;
    }

    /** Creates the error for a record that nobody can read. */
    static DamagedRecordException damaged(String why) {
        return new DamagedRecordException(why, false);
    }

    /** Creates the error for a record of a later version, which is whole but not ours to judge. */
    static DamagedRecordException newer(long version) {
        return new DamagedRecordException(
                "it has version " + version + " and was written by a newer OpenVSS", true);
    }

    boolean isNewer() {
        return newer;
    }
}
