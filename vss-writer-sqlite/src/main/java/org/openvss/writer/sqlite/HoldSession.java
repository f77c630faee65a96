package org.openvss.writer.sqlite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.openvss.HResult;
import org.openvss.SessionId;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Processes;
import org.openvss.writer.EmergencyThaw;
import org.openvss.writer.WriterException;

/**
 * The databases of one session: opened, then all locked or none, then let go.
 *
 * <p>For {@link SqliteWriter}, which decides when, under its lock; only {@link #cancel} comes from
 * elsewhere.
 */
final class HoldSession {
    private static final Duration TIME_TO_OPEN = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration EMERGENCY_LIMIT = Duration.ofSeconds(10);

    private final SessionId id;
    private final List<DatabaseClient> clients = new ArrayList<>();
    private List<EmergencyThaw> emergencyThaws = List.of();
    private boolean frozen;
    private volatile boolean cancelled;

    HoldSession(SessionId id) {
        this.id = id;
    }

    SessionId id() {
        return id;
    }

    boolean isFrozen() {
        return frozen;
    }

    /** Has a wait for a lock end soon. */
    void cancel() {
        cancelled = true;
    }

    /**
     * Opens the databases, and writes back what is in their write-ahead logs, waiting for nobody.
     */
    void open(List<DatabaseFile> databases, Duration lockTimeout) throws WriterException {
        String greeting =
                ".timeout "
                        + lockTimeout.toMillis()
                        + "\nPRAGMA journal_mode;\nPRAGMA wal_checkpoint(PASSIVE);";
        long deadline = System.nanoTime() + TIME_TO_OPEN.toNanos();
        for (DatabaseFile database : databases) {
            DatabaseClient client = DatabaseClient.start(database, true);
            clients.add(client);
            client.ask(greeting);
        }
        for (int at = 0; at < clients.size(); at++) {
            String said = greeted(at, greeting, deadline);
            // A mode and three numbers; anything else is an error.
            if (!said.matches("[a-z]+\\s+\\d+\\|-?\\d+\\|-?\\d+")) {
                throw failed(clients.get(at), "cannot be opened", said);
            }
        }
        emergencyThaws = List.of(emergencyThaw());
    }

    /** Returns the answer to the greeting, after a second try for an owner without an entry. */
    private String greeted(int at, String greeting, long deadline) throws WriterException {
        DatabaseClient client = clients.get(at);
        try {
            return client.answer(deadline, () -> cancelled);
        } catch (WriterException e) {
            if (!client.lacksKnownUser()) {
                throw e;
            }
        }
        client.release();
        DatabaseClient second = DatabaseClient.start(client.database(), false);
        clients.set(at, second);
        second.ask(greeting);
        return second.answer(deadline, () -> cancelled);
    }

    List<EmergencyThaw> emergencyThaws() {
        return emergencyThaws;
    }

    /** Locks all databases; the caller lets go of all if one could not be locked. */
    void lock(Duration lockTimeout) throws WriterException {
        for (DatabaseClient client : clients) {
            client.ask("BEGIN IMMEDIATE;");
        }
        long deadline = System.nanoTime() + lockTimeout.plus(GRACE).toNanos();
        for (DatabaseClient client : clients) {
            String said = client.answer(deadline, () -> cancelled);
            if (!said.isEmpty()) {
                throw failed(client, "was not free within " + lockTimeout.toMillis() + " ms", said);
            }
            if (!client.holdsWriteLock()) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        client.database().path()
                                + " was replaced since it was opened, or its file system does not"
                                + " lock; nothing is frozen");
            }
        }
        frozen = true;
    }

    /**
     * Proves that every database has been locked since, and that no other has come.
     *
     * @param now the databases that the configuration means now
     */
    void prove(List<DatabaseFile> now) throws WriterException {
        Set<String> held = new HashSet<>();
        for (DatabaseClient client : clients) {
            if (!client.holdsWriteLock()) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        client.database().path()
                                + " is not locked any more: its sqlite3 was ended or the file was"
                                + " replaced");
            }
            held.add(client.database().path());
        }
        for (DatabaseFile database : now) {
            if (!held.contains(database.path())) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_RETRYABLE,
                        database.path() + " was made while the others were locked; try again");
            }
        }
    }

    /** Lets go of every database, whatever happens at one of them. */
    void release() throws WriterException {
        frozen = false;
        WriterException first = null;
        for (DatabaseClient client : List.copyOf(clients)) {
            try {
                client.release();
                clients.remove(client);
            } catch (WriterException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private EmergencyThaw emergencyThaw() throws WriterException {
        List<String> processes = new ArrayList<>();
        for (DatabaseClient client : clients) {
            try {
                OptionalLong startedAt = Processes.startTime(client.pid());
                if (startedAt.isPresent()) {
                    processes.add(Integer.toString(client.pid()));
                    processes.add(Long.toString(startedAt.getAsLong()));
                }
            } catch (LinuxException e) {
                throw new WriterException(
                        HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                        "sqlite3 cannot be looked at: " + e.getMessage(),
                        e.errno(),
                        e);
            }
        }
        return new EmergencyThaw(EmergencyRelease.command(processes), EMERGENCY_LIMIT);
    }

    private static WriterException failed(DatabaseClient client, String what, String said) {
        HResult code = DatabaseClient.codeOf(said);
        String sentence =
                code == HResult.VSS_E_WRITERERROR_TIMEOUT
                        ? what + ": a transaction is open there; end it, or try again later"
                        : "cannot be frozen";
        return new WriterException(
                code,
                client.database().path()
                        + " "
                        + sentence
                        + "; sqlite3 said: "
                        + said.replaceAll("\\s*\\R\\s*", " | "));
    }
}
