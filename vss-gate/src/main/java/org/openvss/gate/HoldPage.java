package org.openvss.gate;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Which gates of a creation are closed right now: one byte for each volume of the ledger, in a file
 * of the runtime folder that coordinator, guard and recovery see.
 *
 * <p>The coordinator stores the byte before and after each call, so that whoever must open its
 * gates knows exactly which ones it closed and never thaws a freeze of somebody else. Storing it is
 * one store to a mapping of a tmpfs, which nobody can freeze: it neither blocks nor allocates, and
 * it outlives the process.
 */
final class HoldPage {
    private final ByteBuffer page;

    private HoldPage(ByteBuffer page) {
        this.page = page;
    }

    /** What the coordinator knows of a gate. */
    enum HoldState {
        /** Open, or closed by somebody else. */
        FREE(0),
        /** The call that closes it was begun and may have succeeded. */
        CLOSING(1),
        /** Closed by us. */
        HELD(2);

        private final byte stored;

        HoldState(int stored) {
            this.stored = (byte) stored;
        }
    }

    /**
     * Makes a page on which every gate is open.
     *
     * @param file path inside the runtime folder; must not exist
     * @param volumes number of volumes
     */
    static HoldPage create(Path file, int volumes) throws IOException {
        Files.write(file, new byte[Math.max(1, volumes)], StandardOpenOption.CREATE_NEW);
        return open(file, volumes);
    }

    /**
     * Opens a page.
     *
     * @param file path inside the runtime folder
     * @param volumes number of volumes
     * @throws IOException also if the file is too short
     */
    static HoldPage open(Path file, int volumes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() < volumes) {
                throw new IOException(
                        file + " has " + channel.size() + " bytes for " + volumes + " volumes");
            }
            // Mapping more than the file would make a store end in a signal.
            return new HoldPage(
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, Math.max(1, volumes)));
        }
    }

    /** Makes a page that nobody else sees, for rehearsals on scratch objects. */
    static HoldPage scratch(int volumes) {
        return new HoldPage(ByteBuffer.allocateDirect(Math.max(1, volumes)));
    }

    /** Stores the state of a volume; every process sees it before any later call of this thread. */
    void set(int volume, HoldState state) {
        page.put(volume, state.stored);
        VarHandle.fullFence();
    }

    /** Returns the state of a volume; a byte that no version wrote counts as held. */
    HoldState get(int volume) {
        VarHandle.fullFence();
        byte value = page.get(volume);
        if (value == HoldState.FREE.stored) {
            return HoldState.FREE;
        }
        return value == HoldState.CLOSING.stored ? HoldState.CLOSING : HoldState.HELD;
    }

    /** Tells whether the volume may be frozen by this creation. */
    boolean owns(int volume) {
        return get(volume) != HoldState.FREE;
    }
}
