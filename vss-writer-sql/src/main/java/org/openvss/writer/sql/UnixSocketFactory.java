package org.openvss.writer.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.SQLException;
import javax.net.SocketFactory;

/**
 * What JDBC drivers are told to make their sockets with, by the name of this class, so that they
 * connect to a Unix socket.
 *
 * <p>Which one is told by the argument of the constructor where a driver can pass one; otherwise by
 * {@link #connecting}, for the time of the call.
 */
public final class UnixSocketFactory extends SocketFactory {
    private static final ScopedValue<String> PATH = ScopedValue.newInstance();

    private final String path;

    /** Makes sockets to the path of the {@link #connecting} under way on this thread. */
    public UnixSocketFactory() {
        this(PATH.get());
    }

    /**
     * Makes sockets to a path.
     *
     * @param path absolute path of the socket
     */
    public UnixSocketFactory(String path) {
        this.path = path;
    }

    /** A way to connect. */
    @FunctionalInterface
    public interface Connecting<T> {
        /** Connects. */
        T connect() throws SQLException;
    }

    /**
     * Connects by a driver that passes no argument to the factory.
     *
     * @param path absolute path of the socket
     * @param way the call of the driver
     * @throws SQLException as the driver throws
     */
    public static <T> T connecting(String path, Connecting<T> way) throws SQLException {
        return ScopedValue.where(PATH, path).call(way::connect);
    }

    @Override
    public Socket createSocket() throws IOException {
        return new UnixSocket(path);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
            throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(
            InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return connected();
    }

    private Socket connected() throws IOException {
        UnixSocket socket = new UnixSocket(path);
        try {
            socket.open();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
