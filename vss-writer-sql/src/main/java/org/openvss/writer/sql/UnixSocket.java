package org.openvss.writer.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/**
 * A connection to a Unix socket in the shape that JDBC drivers expect.
 *
 * <p>The JDK connects to Unix sockets by channels only, and without limits of time; the drivers
 * know {@link Socket} only. The address that a driver asks for is ignored: the path counts. One
 * thread reads and writes at a time; any thread may close.
 */
final class UnixSocket extends Socket {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final String path;
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private volatile int timeoutMillis;
    private volatile boolean connected;

    UnixSocket(String path) throws IOException {
        this.path = path;
        this.selector = Selector.open();
        this.channel = SocketChannel.open(java.net.StandardProtocolFamily.UNIX);
        channel.configureBlocking(false);
        this.key = channel.register(selector, 0);
    }

    @Override
    public void connect(SocketAddress ignored) throws IOException {
        open();
    }

    @Override
    public void connect(SocketAddress ignored, int timeout) throws IOException {
        open();
    }

    /** Connects at once or not at all: a Unix socket only waits when the server does not accept. */
    void open() throws IOException {
        if (!channel.connect(UnixDomainSocketAddress.of(path))) {
            close();
            throw new ConnectException("the server behind " + path + " accepts no connections");
        }
        connected = true;
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            private final byte[] one = new byte[1];

            @Override
            public int read() throws IOException {
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, into.length);
                return length == 0 ? 0 : receive(ByteBuffer.wrap(into, offset, length));
            }

            @Override
            public void close() throws IOException {
                UnixSocket.this.close();
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                send(ByteBuffer.wrap(from, offset, length));
            }

            @Override
            public void close() throws IOException {
                UnixSocket.this.close();
            }
        };
    }

    private int receive(ByteBuffer into) throws IOException {
        long started = System.nanoTime();
        while (true) {
            int count = channel.read(into);
            if (count != 0) {
                return count;
            }
            await(SelectionKey.OP_READ, started);
        }
    }

    private void send(ByteBuffer from) throws IOException {
        long started = System.nanoTime();
        while (from.hasRemaining()) {
            if (channel.write(from) == 0) {
                await(SelectionKey.OP_WRITE, started);
            }
        }
    }

    private void await(int operation, long started) throws IOException {
        int limit = timeoutMillis;
        long left = 0;
        if (limit > 0) {
            left = limit - (System.nanoTime() - started) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException(
                        "the server behind " + path + " did not answer within " + limit + " ms");
            }
        }
        if (!key.isValid()) {
            throw new SocketException("the connection to " + path + " is closed");
        }
        key.interestOps(operation);
        selector.select(left);
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            close();
            throw new SocketException("interrupted while waiting for the server behind " + path);
        }
        if (!channel.isOpen()) {
            throw new SocketException("the connection to " + path + " is closed");
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            selector.close();
        }
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public InetAddress getInetAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public void setSoTimeout(int millis) {
        timeoutMillis = millis;
    }

    @Override
    public int getSoTimeout() {
        return timeoutMillis;
    }

    @Override
    public int getSendBufferSize() {
        return BUFFER_BYTES;
    }

    @Override
    public int getReceiveBufferSize() {
        return BUFFER_BYTES;
    }

    @Override
    public void setSendBufferSize(int size) {
        // The kernel's size serves: what is sent here is short.
    }

    @Override
    public void setReceiveBufferSize(int size) {
        // As above.
    }

    @Override
    public void setTcpNoDelay(boolean on) {
        // Nothing is delayed on this machine.
    }

    @Override
    public boolean getTcpNoDelay() {
        return true;
    }

    @Override
    public void setKeepAlive(boolean on) {
        // The kernel tells at once when the other side is gone.
    }

    @Override
    public boolean getKeepAlive() {
        return false;
    }

    @Override
    public String toString() {
        return "Unix socket " + path;
    }
}
