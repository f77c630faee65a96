package org.openvss.writer.sql;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.writer.WriterException;

/**
 * Turns what a driver throws into the code of VSS, by the classes of the SQL standard; the two
 * numbers of MariaDB have no class of their own.
 */
final class SqlFailures {
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String QUERY_CANCELLED = "57014";
    private static final Set<Integer> LOCK_WAITS = Set.of(1205, 1969);
    private static final Set<Integer> DISK_FULL = Set.of(3, 1021, 1040, 1041);

    private SqlFailures() {}

    /**
     * Returns the failure of a writer.
     *
     * @param what what was done, on which server
     * @param failure what the driver threw
     */
    static WriterException of(String what, SQLException failure) {
        HResult code = code(failure);
        return new WriterException(
                code, what + ": " + text(failure) + advice(code), failure.getErrorCode(), failure);
    }

    /** Tells whether the other side has ended the connection. */
    static boolean isEndOfConnection(SQLException failure) {
        String state = failure.getSQLState();
        return state != null
                && (state.startsWith("08") || state.startsWith("57P"))
                && !hasTimedOut(failure);
    }

    private static HResult code(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        if (LOCK_NOT_AVAILABLE.equals(state)
                || QUERY_CANCELLED.equals(state)
                || LOCK_WAITS.contains(failure.getErrorCode())
                || failure instanceof SQLTimeoutException
                || hasTimedOut(failure)) {
            return HResult.VSS_E_WRITERERROR_TIMEOUT;
        }
        if (state.startsWith("53") || DISK_FULL.contains(failure.getErrorCode())) {
            return HResult.VSS_E_WRITERERROR_OUTOFRESOURCES;
        }
        if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("40")) {
            return HResult.VSS_E_WRITERERROR_RETRYABLE;
        }
        return HResult.VSS_E_WRITERERROR_NONRETRYABLE;
    }

    private static boolean hasTimedOut(@Nullable Throwable failure) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            if (one instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** Returns the message on one line, with what lies behind a connection that broke. */
    private static String text(SQLException failure) {
        String text = String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
        Throwable cause = failure.getCause();
        String more = cause == null ? null : cause.getMessage();
        return more == null || text.contains(more) ? text : text + " (" + more + ")";
    }

    private static String advice(HResult code) {
        return switch (code) {
            case VSS_E_WRITERERROR_TIMEOUT ->
                    "; let the statement that it waits for end, or allow more time in the"
                            + " configuration";
            case VSS_E_WRITERERROR_OUTOFRESOURCES -> "; make room in the server";
            case VSS_E_WRITERERROR_RETRYABLE -> "; see that the server runs, and try again";
            default -> "; see the section of this writer in docs/configuration.md";
        };
    }
}
