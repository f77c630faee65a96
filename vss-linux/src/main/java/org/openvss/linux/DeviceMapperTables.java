package org.openvss.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.openvss.linux.NativeConstants.DM_BUFFER_FULL_FLAG;
import static org.openvss.linux.NativeConstants.DM_DEV_STATUS;
import static org.openvss.linux.NativeConstants.DM_DEV_SUSPEND;
import static org.openvss.linux.NativeConstants.DM_LIST_VERSIONS;
import static org.openvss.linux.NativeConstants.DM_NOFLUSH_FLAG;
import static org.openvss.linux.NativeConstants.DM_READONLY_FLAG;
import static org.openvss.linux.NativeConstants.DM_SKIP_LOCKFS_FLAG;
import static org.openvss.linux.NativeConstants.DM_STATUS_TABLE_FLAG;
import static org.openvss.linux.NativeConstants.DM_SUSPEND_FLAG;
import static org.openvss.linux.NativeConstants.DM_TABLE_LOAD;
import static org.openvss.linux.NativeConstants.DM_TABLE_STATUS;
import static org.openvss.linux.NativeConstants.DM_TARGET_MSG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What devices of the device-mapper are made of, and changing that: tables, messages to targets.
 * Beside {@link DeviceMapper}, which holds writes. Devices are named by their numbers. Knows
 * nothing of LVM.
 */
public final class DeviceMapperTables implements AutoCloseable {
    private static final StructLayout SPEC = NativeLayouts.DM_TARGET_SPEC;
    private static final StructLayout VERSIONS = NativeLayouts.DM_TARGET_VERSIONS;
    private static final int FIRST_ROOM = 16 * 1024;
    private static final int MOST_ROOM = 16 * 1024 * 1024;
    private static final int LONGEST_TYPE = 16;
    private static final int ALIGNMENT = 8;

    private final Fd control;

    private DeviceMapperTables(Fd control) {
        this.control = control;
    }

    /**
     * Opens the control node.
     *
     * @throws LinuxException as {@link DeviceMapper#open}
     */
    public static DeviceMapperTables open() throws LinuxException {
        try (DeviceMapper check = DeviceMapper.open()) {
            // Only for its explanation where there is no device-mapper.
            assert check != null;
        }
        return new DeviceMapperTables(FileCalls.open(DeviceMapper.CONTROL, OpenFlags.READ_WRITE));
    }

    /**
     * One part of a device.
     *
     * @param start where it starts, in sectors of 512 bytes
     * @param length length in sectors
     * @param type name of the target, for instance {@code thin}
     * @param text its parameters, or what it says of its state
     */
    public record Target(long start, long length, String type, String text) {}

    /** Finds a device by its uuid. */
    public Optional<DeviceNumber> find(String uuid) throws LinuxException {
        DeviceMapperRequest request = DeviceMapperRequest.aboutUuid(uuid);
        long result = request.run(control, DM_DEV_STATUS);
        if (result == -Errno.ENXIO) {
            return Optional.empty();
        }
        Outcome.check(result, "ioctl " + DM_DEV_STATUS, uuid);
        return Optional.of(request.device());
    }

    /** Returns the table that a device works with (DM_TABLE_STATUS); flushes nothing. */
    public List<Target> table(DeviceNumber device) throws LinuxException {
        return targets(device, DM_STATUS_TABLE_FLAG.value());
    }

    /** Returns what the targets of a device say of their state; flushes nothing. */
    public List<Target> state(DeviceNumber device) throws LinuxException {
        return targets(device, 0);
    }

    /** Returns the types of targets that the kernel has now; others may come with their module. */
    public Set<String> targetTypes() throws LinuxException {
        DeviceMapperRequest request = DeviceMapperRequest.withRoom(FIRST_ROOM);
        request.check(control, DM_LIST_VERSIONS, DeviceMapper.CONTROL);
        Set<String> types = new HashSet<>();
        MemorySegment entry = request.answer();
        while (true) {
            types.add(NativeMemory.text(entry.asSlice(VERSIONS.byteSize())));
            int next = NativeLayouts.getInt(entry, VERSIONS, "next");
            if (next == 0) {
                return types;
            }
            entry = entry.asSlice(next);
        }
    }

    /**
     * Loads a table, which takes the place of the device's own at the next resume (DM_TABLE_LOAD).
     *
     * @param readOnly whether the device is to be read-only with it
     */
    public void load(DeviceNumber device, Target target, boolean readOnly) throws LinuxException {
        byte[] text = PathBytes.encode(target.text());
        int size = (int) SPEC.byteSize() + text.length + 1;
        byte[] payload = new byte[(size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT];
        MemorySegment spec = MemorySegment.ofArray(new long[payload.length / ALIGNMENT]);
        NativeLayouts.setLong(spec, SPEC, target.start(), "sector_start");
        NativeLayouts.setLong(spec, SPEC, target.length(), "length");
        NativeLayouts.setInt(spec, SPEC, payload.length, "next");
        byte[] type = PathBytes.encode(target.type());
        MemorySegment.copy(
                type, 0, spec, JAVA_BYTE, NativeLayouts.offset(SPEC, "target_type"), type.length);
        MemorySegment.copy(text, 0, spec, JAVA_BYTE, SPEC.byteSize(), text.length);
        MemorySegment.copy(spec, JAVA_BYTE, 0, payload, 0, payload.length);
        DeviceMapperRequest.about(device, payload)
                .withTargets(1)
                .withFlags(readOnly ? DM_READONLY_FLAG.value() : 0)
                .check(control, DM_TABLE_LOAD, device.toString());
    }

    /**
     * Suspends a device that carries no mounted file system: no file system is frozen and nothing
     * is flushed; what is under way waits for the resume.
     */
    public void suspendBare(DeviceNumber device) throws LinuxException {
        long flags =
                DM_SUSPEND_FLAG.value() | DM_SKIP_LOCKFS_FLAG.value() | DM_NOFLUSH_FLAG.value();
        DeviceMapperRequest.about(device)
                .withFlags(flags)
                .check(control, DM_DEV_SUSPEND, device.toString());
    }

    /** Resumes a device; a loaded table takes effect. Does nothing if there is nothing to do. */
    public void resume(DeviceNumber device) throws LinuxException {
        DeviceMapperRequest.about(device).check(control, DM_DEV_SUSPEND, device.toString());
    }

    /** Sends a message to the target at the start of a device (DM_TARGET_MSG). */
    public void message(DeviceNumber device, String message) throws LinuxException {
        messageRequest(device, message).check(control, DM_TARGET_MSG, device + " " + message);
    }

    /** Prepares a message to the target at the start of a device. */
    public PreparedCall prepareMessage(DeviceNumber device, String message) {
        DeviceMapperRequest request = messageRequest(device, message);
        return () -> {
            long result = request.run(control, DM_TARGET_MSG);
            return result < 0 ? (int) -result : 0;
        };
    }

    private static DeviceMapperRequest messageRequest(DeviceNumber device, String message) {
        byte[] text = PathBytes.encode(message);
        int header = (int) NativeLayouts.DM_TARGET_MESSAGE.byteSize();
        byte[] payload = new byte[header + text.length + 1];
        System.arraycopy(text, 0, payload, header, text.length);
        return DeviceMapperRequest.about(device, payload);
    }

    private List<Target> targets(DeviceNumber device, long flags) throws LinuxException {
        for (int room = FIRST_ROOM; room <= MOST_ROOM; room *= 4) {
            DeviceMapperRequest request =
                    DeviceMapperRequest.about(device, new byte[room])
                            .withFlags(flags | DM_NOFLUSH_FLAG.value());
            request.check(control, DM_TABLE_STATUS, device.toString());
            if (!request.has(DM_BUFFER_FULL_FLAG)) {
                return read(request);
            }
        }
        throw Outcome.failure(
                "ioctl " + DM_TABLE_STATUS, device.toString(), Errno.ENOMEM, "too many targets");
    }

    private static List<Target> read(DeviceMapperRequest request) {
        List<Target> targets = new ArrayList<>();
        MemorySegment answer = request.answer();
        long at = 0;
        for (int count = request.number("target_count"); count > 0; count--) {
            MemorySegment spec = answer.asSlice(at);
            long type = NativeLayouts.offset(SPEC, "target_type");
            targets.add(
                    new Target(
                            NativeLayouts.getLong(spec, SPEC, "sector_start"),
                            NativeLayouts.getLong(spec, SPEC, "length"),
                            NativeMemory.text(spec.asSlice(type, LONGEST_TYPE)),
                            NativeMemory.text(spec.asSlice(SPEC.byteSize()))));
            // Here the offset is counted from the first target, unlike in what is loaded.
            at = NativeLayouts.getInt(spec, SPEC, "next");
        }
        return targets;
    }

    @Override
    public void close() {
        control.close();
    }
}
