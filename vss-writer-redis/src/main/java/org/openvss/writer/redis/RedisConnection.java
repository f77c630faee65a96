package org.openvss.writer.redis;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a Redis server, in the words of its protocol (RESP 2), every wait of which has a
 * limit.
 *
 * <p>Knows how words and answers are written and nothing of what they mean. For one thread at a
 * time. Deadlines are on the monotonic clock.
 */
final class RedisConnection implements AutoCloseable {
    private static final int PIECE_BYTES = 16 * 1024;
    private static final int LARGEST_ANSWER = 16 * 1024 * 1024;
    private static final int DEEPEST_ANSWER = 8;
    private static final byte[] LINE_END = {'\r', '\n'};

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private ByteBuffer heard = ByteBuffer.allocate(PIECE_BYTES).flip();

    private RedisConnection(SocketChannel channel, Selector selector, SelectionKey key) {
        this.channel = channel;
        this.selector = selector;
        this.key = key;
    }

    /**
     * Connects.
     *
     * @throws IOException if nobody answers at the address in time
     */
    static RedisConnection open(SocketAddress address, long deadline) throws IOException {
        SocketChannel channel =
                address instanceof UnixDomainSocketAddress
                        ? SocketChannel.open(StandardProtocolFamily.UNIX)
                        : SocketChannel.open();
        Selector selector = null;
        boolean connected = false;
        try {
            selector = Selector.open();
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            RedisConnection connection = new RedisConnection(channel, selector, key);
            if (!channel.connect(address)) {
                do {
                    connection.await(SelectionKey.OP_CONNECT, deadline);
                } while (!channel.finishConnect());
            }
            connected = true;
            return connection;
        } finally {
            if (!connected) {
                channel.close();
                if (selector != null) {
                    selector.close();
                }
            }
        }
    }

    /**
     * Sends a command and waits for its answer.
     *
     * @return text, a number ({@link Long}), a list of such, or null
     * @throws RedisErrorException if the server refuses it
     * @throws IOException if the connection is lost, or the answer does not come in time
     */
    @Nullable Object call(long deadline, String... words) throws IOException {
        send(deadline, words);
        return receive(deadline);
    }

    /** Sends a command; {@link #receive} gets its answer. */
    void send(long deadline, String... words) throws IOException {
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        command.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            command.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            command.writeBytes(bytes);
            command.writeBytes(LINE_END);
        }
        ByteBuffer left = ByteBuffer.wrap(command.toByteArray());
        while (left.hasRemaining()) {
            if (channel.write(left) == 0) {
                await(SelectionKey.OP_WRITE, deadline);
            }
        }
    }

    /** Waits for the answer to a command that was sent. */
    @Nullable Object receive(long deadline) throws IOException {
        return receive(deadline, 0);
    }

    /**
     * Waits a while for the beginning of an answer.
     *
     * @return false if there is none yet
     * @throws IOException if the connection is lost
     */
    boolean hasAnswer(Duration limit) throws IOException {
        if (heard.hasRemaining()) {
            return true;
        }
        try {
            fill(System.nanoTime() + limit.toNanos());
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try (channel;
                selector) {
            key.cancel();
        } catch (IOException e) {
            // It is gone in any case.
            return;
        }
    }

    private @Nullable Object receive(long deadline, int depth) throws IOException {
        String line = line(deadline);
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> rest;
            case '-' -> throw new RedisErrorException(rest);
            case ':' -> number(rest);
            case '$' -> text(number(rest), deadline);
            case '*' -> list(number(rest), deadline, depth);
            default -> throw new IOException("this is no Redis server: it answered " + line);
        };
    }

    private @Nullable String text(long length, long deadline) throws IOException {
        if (length < 0) {
            return null;
        }
        if (length > LARGEST_ANSWER) {
            throw new IOException("an answer of " + length + " bytes is too long");
        }
        byte[] bytes = new byte[(int) length];
        for (int at = 0; at < length; at++) {
            bytes[at] = next(deadline);
        }
        next(deadline);
        next(deadline);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private @Nullable List<@Nullable Object> list(long length, long deadline, int depth)
            throws IOException {
        if (length < 0) {
            return null;
        }
        if (length > LARGEST_ANSWER || depth >= DEEPEST_ANSWER) {
            throw new IOException("an answer of " + length + " parts is too long");
        }
        List<@Nullable Object> parts = new ArrayList<>();
        for (long at = 0; at < length; at++) {
            parts.add(receive(deadline, depth + 1));
        }
        return parts;
    }

    private static long number(String text) throws IOException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IOException("this is no Redis server: it answered " + text, e);
        }
    }

    private String line(long deadline) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte one = next(deadline);
        while (one != '\r') {
            if (line.size() > PIECE_BYTES) {
                throw new IOException("this is no Redis server: its answer has no end");
            }
            line.write(one);
            one = next(deadline);
        }
        next(deadline);
        if (line.size() == 0) {
            throw new IOException("this is no Redis server: it answered nothing");
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private byte next(long deadline) throws IOException {
        if (!heard.hasRemaining()) {
            fill(deadline);
        }
        return heard.get();
    }

    private void fill(long deadline) throws IOException {
        heard.clear();
        try {
            int count = channel.read(heard);
            while (count == 0) {
                await(SelectionKey.OP_READ, deadline);
                count = channel.read(heard);
            }
            if (count < 0) {
                throw new EOFException("the server has closed the connection");
            }
        } finally {
            heard.flip();
        }
    }

    private void await(int event, long deadline) throws IOException {
        long remaining = deadline - System.nanoTime();
        key.interestOps(event);
        // Zero would wait for ever.
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(remaining));
        boolean ready = remaining > 0 && selector.select(millis) > 0;
        if (!ready && deadline - System.nanoTime() <= 0) {
            throw new SocketTimeoutException("the server did not answer in time");
        }
        selector.selectedKeys().clear();
    }
}
