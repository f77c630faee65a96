package org.openvss.writer.redis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.writer.WriterException;

/**
 * The commands that the writer uses, over a {@link RedisConnection} that is logged in; every
 * failure is a {@link WriterException} that says what the server said.
 */
final class RedisClient implements AutoCloseable {
    /** How long a command may take that only asks or tells something. */
    static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private static final Pattern FLAGS = Pattern.compile("(?:^| )flags=(\\S*)");

    private final String server;
    private final RedisConnection connection;

    private RedisClient(String server, RedisConnection connection) {
        this.server = server;
        this.connection = connection;
    }

    /**
     * Connects and logs in.
     *
     * @throws WriterException if the server is elsewhere, not there, or refuses the login
     */
    static RedisClient open(RedisServer configuration) throws WriterException {
        String server = nameOf(configuration);
        requireLocal(configuration, server);
        Optional<String> password = configuration.password().read();
        RedisConnection connection;
        try {
            connection = RedisConnection.open(configuration.address(), deadline());
        } catch (IOException e) {
            throw new WriterException(
                    e instanceof SocketTimeoutException
                            ? HResult.VSS_E_WRITERERROR_TIMEOUT
                            : HResult.VSS_E_WRITERERROR_RETRYABLE,
                    server + " cannot be reached: " + e.getMessage() + "; start it",
                    0,
                    e);
        }
        RedisClient client = new RedisClient(server, connection);
        boolean loggedIn = false;
        try {
            if (password.isPresent()) {
                @Nullable String user = configuration.user();
                if (user == null) {
                    client.call("AUTH", password.get());
                } else {
                    client.call("AUTH", user, password.get());
                }
            }
            loggedIn = true;
            return client;
        } finally {
            if (!loggedIn) {
                client.close();
            }
        }
    }

    /** Returns the server as messages name it. */
    static String nameOf(RedisServer configuration) {
        return "Redis server '" + configuration.name() + "' at " + configuration.address();
    }

    /** A server elsewhere has its files elsewhere: they would not be in the set. */
    private static void requireLocal(RedisServer configuration, String server)
            throws WriterException {
        if (!(configuration.address() instanceof InetSocketAddress address)) {
            return;
        }
        boolean local;
        try {
            local =
                    !address.isUnresolved()
                            && (address.getAddress().isLoopbackAddress()
                                    || NetworkInterface.getByInetAddress(address.getAddress())
                                            != null);
        } catch (IOException e) {
            local = false;
        }
        if (!local) {
            throw new WriterException(
                    HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                    server
                            + " is not on this machine; OpenVSS freezes it where its files are, so"
                            + " run it there");
        }
    }

    ServerInfo info() throws WriterException {
        return ServerInfo.parse(text(call("INFO")));
    }

    /** Returns a setting; empty if the server does not have it. */
    Optional<String> setting(String name) throws WriterException {
        return call("CONFIG", "GET", name) instanceof List<?> pair
                        && pair.size() == 2
                        && pair.get(1) instanceof String value
                ? Optional.of(value)
                : Optional.empty();
    }

    /** Returns the number by which the server knows this connection. */
    long id() throws WriterException {
        if (call("CLIENT", "ID") instanceof Long id) {
            return id;
        }
        throw unexpected("CLIENT ID");
    }

    /** Tells whether the server holds back a command of another connection. */
    boolean isHeldBack(long id) throws WriterException {
        Matcher flags = FLAGS.matcher(text(call("CLIENT", "LIST", "ID", Long.toString(id))));
        return flags.find() && flags.group(1).contains("b");
    }

    /** Has the server begin a dump. */
    void save() throws WriterException {
        call("BGSAVE");
    }

    void pauseWrites(Duration limit) throws WriterException {
        call("CLIENT", "PAUSE", Long.toString(limit.toMillis()), "WRITE");
    }

    void unpause() throws WriterException {
        call("CLIENT", "UNPAUSE");
    }

    /** Sends a write that changes nothing, and does not wait for its answer. */
    void sendCanary(String canary) throws WriterException {
        try {
            connection.send(deadline(), "DEL", canary);
        } catch (IOException e) {
            throw failed("DEL", e);
        }
    }

    /**
     * Waits a while for the answer to the canary.
     *
     * @return whether the write was let through
     */
    boolean canaryReturned(Duration limit) throws WriterException {
        try {
            if (!connection.hasAnswer(limit)) {
                return false;
            }
            @Nullable Object answer = connection.receive(deadline());
            return answer != null;
        } catch (IOException e) {
            throw failed("DEL", e);
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    private @Nullable Object call(String... words) throws WriterException {
        try {
            return connection.call(deadline(), words);
        } catch (IOException e) {
            // Without the arguments: one may be a password.
            throw failed(words[0], e);
        }
    }

    private String text(@Nullable Object answer) throws WriterException {
        if (answer instanceof String text) {
            return text;
        }
        throw unexpected("a question");
    }

    private WriterException unexpected(String what) {
        return new WriterException(
                HResult.VSS_E_WRITERERROR_NONRETRYABLE,
                server + " gave an answer to " + what + " that is not understood");
    }

    private WriterException failed(String command, IOException failure) {
        HResult code =
                switch (failure) {
                    case RedisErrorException _ -> HResult.VSS_E_WRITERERROR_NONRETRYABLE;
                    case SocketTimeoutException _ -> HResult.VSS_E_WRITERERROR_TIMEOUT;
                    default -> HResult.VSS_E_WRITERERROR_RETRYABLE;
                };
        return new WriterException(
                code,
                server
                        + (failure instanceof RedisErrorException ? " refused " : " was lost at ")
                        + command
                        + ": "
                        + failure.getMessage()
                        + advice(String.valueOf(failure.getMessage())),
                0,
                failure);
    }

    private static String advice(String said) {
        String word = said.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        return switch (word) {
            case "NOAUTH", "WRONGPASS" -> "; correct user and password_file";
            case "NOPERM" -> "; give the user the commands that docs/configuration.md names";
            default -> "";
        };
    }

    private static long deadline() {
        return System.nanoTime() + ANSWER_LIMIT.toNanos();
    }
}
