package org.openvss.linux;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.openvss.linux.NativeConstants.POLLIN;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Waiting for descriptors with a limit ({@code ppoll(2)}). */
final class Polling {
    private static final long NANOS = 1_000_000_000L;

    private Polling() {}

    /**
     * Which of two descriptors have something: data, an end or an error.
     *
     * @param first the first has
     * @param second the second has
     */
    record Ready(boolean first, boolean second) {}

    /**
     * Waits once until a descriptor has something, a signal comes or the limit is over.
     *
     * @param nanos limit, not negative
     */
    static Ready await(Fd first, @Nullable Fd second, long nanos) throws LinuxException {
        long entry = NativeLayouts.POLLFD.byteSize();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entries = arena.allocate(NativeLayouts.POLLFD, 2);
            prepare(entries.asSlice(0, entry), first.number());
            // The kernel passes over negative descriptors.
            prepare(entries.asSlice(entry, entry), second == null ? -1 : second.number());
            MemorySegment limit = arena.allocate(NativeLayouts.TIMESPEC);
            NativeLayouts.setLong(limit, NativeLayouts.TIMESPEC, nanos / NANOS, "tv_sec");
            NativeLayouts.setLong(limit, NativeLayouts.TIMESPEC, nanos % NANOS, "tv_nsec");
            long result =
                    Kernel.callOnce(SystemCall.PPOLL, entries.address(), 2, limit.address(), 0, 0);
            if (result == -Errno.EINTR) {
                return new Ready(false, false);
            }
            Outcome.check(result, SystemCall.PPOLL, first);
            return new Ready(happened(entries, 0), happened(entries, entry));
        }
    }

    private static void prepare(MemorySegment entry, int descriptor) {
        NativeLayouts.setInt(entry, NativeLayouts.POLLFD, descriptor, "fd");
        long events = NativeLayouts.offset(NativeLayouts.POLLFD, "events");
        entry.set(JAVA_SHORT, events, (short) POLLIN.value());
    }

    private static boolean happened(MemorySegment entries, long at) {
        long events = NativeLayouts.offset(NativeLayouts.POLLFD, "revents");
        return entries.get(JAVA_SHORT, at + events) != 0;
    }
}
