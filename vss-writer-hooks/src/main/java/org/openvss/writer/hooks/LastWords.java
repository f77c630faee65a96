package org.openvss.writer.hooks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.Pipe;

/**
 * Listens to what a hook says on standard error and keeps only the end, for the message.
 *
 * <p>Never waits: what the hook has left running may keep the pipe open long after its end.
 */
final class LastWords implements AutoCloseable {
    private static final int PIECE_BYTES = 65536;
    private static final int PIECES = 64;
    private static final int KEPT_CHARACTERS = 1000;

    private final Pipe pipe;
    private final Fd reader;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    private final StringBuilder heard = new StringBuilder();

    private LastWords(Pipe pipe, Fd reader) {
        this.pipe = pipe;
        this.reader = reader;
    }

    static LastWords open() throws LinuxException {
        Pipe pipe = Pipe.open();
        try {
            int flags = OpenFlags.READ_ONLY | OpenFlags.NON_BLOCKING;
            return new LastWords(pipe, FileCalls.open(pipe.reader().procPath(), flags));
        } catch (LinuxException e) {
            pipe.close();
            throw e;
        }
    }

    /** Returns the end that the hook gets. */
    Fd mouth() {
        return pipe.writer();
    }

    /** Reads what is there; bounded, so that a hook that never stops talking meets its limit. */
    void listen() throws LinuxException {
        for (int count = 0; count < PIECES; count++) {
            try {
                piece.clear();
                if (FileCalls.read(reader, piece) == 0) {
                    return;
                }
            } catch (LinuxException e) {
                if (e.errno() == Errno.EAGAIN) {
                    return;
                }
                throw e;
            }
            heard.append(StandardCharsets.UTF_8.decode(piece.flip()));
            heard.delete(0, Math.max(0, heard.length() - KEPT_CHARACTERS));
        }
    }

    /** Returns the end of what was heard, in one line. */
    String text() {
        return heard.toString().strip().replaceAll("\\s*\\R\\s*", " | ");
    }

    @Override
    public void close() {
        reader.close();
        pipe.close();
    }
}
