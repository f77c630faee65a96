package org.openvss.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.ref.Reference;

/**
 * The argument of one device-mapper ioctl in native memory: the header, and room behind it for what
 * some commands send and receive.
 *
 * <p>The kernel answers into the memory it was asked with, so every run begins with a fresh copy of
 * what was asked; that copy allocates nothing. One thread at a time.
 */
final class DeviceMapperRequest {
    private static final StructLayout HEADER = NativeLayouts.DM_IOCTL;

    /** The oldest interface that has all commands used here; the kernel refuses only newer ones. */
    private static final int[] VERSION = {4, 0, 0};

    // Made here, so that nothing is allocated on the thread that runs the call.
    private final MemorySegment capture = Kernel.newCapture();
    private final MemorySegment asked;
    private final MemorySegment memory;

    private DeviceMapperRequest(long payload) {
        Arena arena = Arena.ofAuto();
        asked = arena.allocate(HEADER.byteSize() + payload, HEADER.byteAlignment());
        memory = arena.allocate(HEADER.byteSize() + payload, HEADER.byteAlignment());
        long version = NativeLayouts.offset(HEADER, "version");
        for (int at = 0; at < VERSION.length; at++) {
            asked.set(JAVA_INT, version + (long) at * Integer.BYTES, VERSION[at]);
        }
        NativeLayouts.setInt(asked, HEADER, Math.toIntExact(asked.byteSize()), "data_size");
        NativeLayouts.setInt(asked, HEADER, (int) HEADER.byteSize(), "data_start");
    }

    /** Makes a request that is about no device. */
    static DeviceMapperRequest plain() {
        return new DeviceMapperRequest(0);
    }

    /** Makes a request about the device with these numbers. */
    static DeviceMapperRequest about(DeviceNumber device) {
        return about(device, new byte[0]);
    }

    /**
     * Makes a request about a device that carries data.
     *
     * @param device the device
     * @param payload bytes behind the header; as many are there for the answer
     */
    static DeviceMapperRequest about(DeviceNumber device, byte[] payload) {
        DeviceMapperRequest request = new DeviceMapperRequest(payload.length);
        NativeLayouts.setLong(request.asked, HEADER, device.pack(), "dev");
        MemorySegment.copy(payload, 0, request.asked, JAVA_BYTE, HEADER.byteSize(), payload.length);
        return request;
    }

    /**
     * Makes a request about no device that has room for an answer.
     *
     * @param room bytes behind the header
     */
    static DeviceMapperRequest withRoom(int room) {
        return new DeviceMapperRequest(room);
    }

    /** Makes a request about the device with a uuid. */
    static DeviceMapperRequest aboutUuid(String uuid) {
        DeviceMapperRequest request = new DeviceMapperRequest(0);
        byte[] text = PathBytes.encode(uuid);
        MemorySegment.copy(
                text,
                0,
                request.asked,
                JAVA_BYTE,
                NativeLayouts.offset(HEADER, "uuid"),
                text.length);
        return request;
    }

    /** Sets how many targets follow the header. */
    DeviceMapperRequest withTargets(int count) {
        NativeLayouts.setInt(asked, HEADER, count, "target_count");
        return this;
    }

    /** Sets the flags to ask with. */
    DeviceMapperRequest withFlags(long flags) {
        NativeLayouts.setInt(asked, HEADER, (int) flags, "flags");
        return this;
    }

    /** Makes the call; answers a value of zero or more, or the negated error number. */
    long run(Fd control, NativeConstants command) {
        MemorySegment.copy(asked, 0, memory, 0, asked.byteSize());
        try {
            return Kernel.repeat(
                    capture,
                    SystemCall.IOCTL.number(),
                    control.number(),
                    command.value(),
                    memory.address(),
                    0,
                    0,
                    0);
        } finally {
            // The kernel knows only the address: the memory must outlive the call.
            Reference.reachabilityFence(this);
        }
    }

    /** Makes the call and turns a failure into an exception. */
    void check(Fd control, NativeConstants command, String subject) throws LinuxException {
        Outcome.check(run(control, command), "ioctl " + command, subject);
    }

    /** Returns the flags of the answer; meaningful after a call that succeeded. */
    int flags() {
        return NativeLayouts.getInt(memory, HEADER, "flags");
    }

    /** Tells whether the answer has a flag. */
    boolean has(NativeConstants flag) {
        return (flags() & flag.value()) != 0;
    }

    /** Returns a number of the answer's header. */
    int number(String field) {
        return NativeLayouts.getInt(memory, HEADER, field);
    }

    /** Returns a part of the interface's version as the kernel answered it. */
    int version(int part) {
        long version = NativeLayouts.offset(HEADER, "version");
        return memory.get(JAVA_INT, version + (long) part * Integer.BYTES);
    }

    /** Returns the device that the answer is about. */
    DeviceNumber device() {
        return DeviceNumber.unpack(NativeLayouts.getLong(memory, HEADER, "dev"));
    }

    /** Returns what follows the answer's header. */
    MemorySegment answer() {
        return memory.asSlice(number("data_start"));
    }

    /** Returns a text of the answer's header. */
    String text(String field, int longest) {
        return NativeMemory.text(memory.asSlice(NativeLayouts.offset(HEADER, field), longest));
    }
}
