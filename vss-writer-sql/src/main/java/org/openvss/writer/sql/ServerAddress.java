package org.openvss.writer.sql;

/**
 * Where a server of this machine listens.
 *
 * @param socket absolute path of its Unix socket, or empty if it is reached by TCP
 * @param port its TCP port on the loopback address; without meaning for a Unix socket
 */
public record ServerAddress(String socket, int port) {
    /** The only host of servers that are reached by TCP: their folders must be ours. */
    public static final String LOOPBACK = "127.0.0.1";

    /** Returns the address of a Unix socket. */
    public static ServerAddress unix(String socket) {
        return new ServerAddress(socket, 0);
    }

    /** Returns a TCP port of this machine. */
    public static ServerAddress tcp(int port) {
        return new ServerAddress("", port);
    }

    /** Tells whether it is a Unix socket. */
    public boolean isUnix() {
        return !socket.isEmpty();
    }

    /** Returns the address for people. */
    @Override
    public String toString() {
        return isUnix() ? socket : LOOPBACK + ":" + port;
    }
}
