package org.openvss.linux;

import static org.openvss.linux.NativeConstants.FSCONFIG_SET_FLAG;
import static org.openvss.linux.NativeConstants.FSCONFIG_SET_STRING;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A file system being configured ({@code fsconfig(2)}), with what the kernel says about it. */
final class MountContext {
    private static final int LONGEST_MESSAGE = 8192;
    private static final int MESSAGES = 16;

    private final Fd context;
    private final String subject;

    MountContext(Fd context, String subject) {
        this.context = context;
        this.subject = subject;
    }

    /** Sets an option, {@code name} or {@code name=value}. */
    void set(String option) throws LinuxException {
        int equals = option.indexOf('=');
        try (Arena arena = Arena.ofConfined()) {
            if (equals < 0) {
                MemorySegment key = NativeMemory.path(arena, SystemCall.FSCONFIG, option);
                configure(FSCONFIG_SET_FLAG, key.address(), 0, option);
            } else {
                String name = option.substring(0, equals);
                String text = option.substring(equals + 1);
                MemorySegment key = NativeMemory.path(arena, SystemCall.FSCONFIG, name);
                MemorySegment value = NativeMemory.path(arena, SystemCall.FSCONFIG, text);
                configure(FSCONFIG_SET_STRING, key.address(), value.address(), option);
            }
        }
    }

    /** Gives an order that takes no option. */
    void execute(NativeConstants command) throws LinuxException {
        configure(command, 0, 0, "mount");
    }

    /** Returns a result, or throws with the kernel's messages if it is an error. */
    long check(long result, String call) throws LinuxException {
        if (result >= 0) {
            return result;
        }
        int errno = (int) -result;
        List<String> messages = messages();
        if (messages.isEmpty()) {
            throw Outcome.failure(call, subject, errno);
        }
        throw Outcome.failure(
                call, subject, errno, Errno.text(errno) + ": " + String.join("; ", messages));
    }

    private void configure(NativeConstants command, long key, long value, String option)
            throws LinuxException {
        long result =
                Kernel.call(
                        SystemCall.FSCONFIG, context.number(), command.value(), key, value, 0, 0);
        check(result, "fsconfig " + option);
    }

    /** Reads the log of the context: each read gives one message, "e " for errors before it. */
    private List<String> messages() {
        List<String> messages = new ArrayList<>();
        try {
            while (messages.size() < MESSAGES) {
                ByteBuffer text = ByteBuffer.allocate(LONGEST_MESSAGE);
                int length = FileCalls.read(context, text);
                if (length == 0) {
                    break;
                }
                messages.add(PathBytes.decode(text.array(), Math.min(2, length), length).strip());
            }
        } catch (LinuxException endOfMessages) {
            // ENODATA says that there are no more; the error itself is reported by the caller.
            return messages;
        }
        return messages;
    }
}
