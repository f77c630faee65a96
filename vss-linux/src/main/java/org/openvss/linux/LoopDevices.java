package org.openvss.linux;

import static org.openvss.linux.NativeConstants.LOOP_CLR_FD;
import static org.openvss.linux.NativeConstants.LOOP_CONFIGURE;
import static org.openvss.linux.NativeConstants.LOOP_CTL_GET_FREE;
import static org.openvss.linux.NativeConstants.LOOP_GET_STATUS64;
import static org.openvss.linux.NativeConstants.LO_FLAGS_AUTOCLEAR;
import static org.openvss.linux.NativeConstants.LO_FLAGS_DIRECT_IO;
import static org.openvss.linux.NativeConstants.LO_FLAGS_PARTSCAN;
import static org.openvss.linux.NativeConstants.LO_FLAGS_READ_ONLY;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Files as block devices ({@code loop(4)}).
 *
 * <p>The file is attached with everything set in one step (LOOP_CONFIGURE), so nobody sees the
 * device half made. Topology above and below is in {@link BlockTopology}, sizes in {@link
 * BlockDevices}.
 */
public final class LoopDevices {
    private static final String CONTROL = "/dev/loop-control";
    private static final int ATTEMPTS = 64;
    private static final int BLOCK_DEVICE_MODE = 0x1B0;

    private LoopDevices() {}

    /**
     * Attaches a file to a free loop device.
     *
     * @param backing the file, open for writing unless the device is to be read-only
     * @param options how
     * @return the open device
     * @throws LinuxException EBUSY if others took every device that we were offered, EPERM or
     *     EACCES without the right
     */
    public static LoopDevice attach(Fd backing, LoopOptions options) throws LinuxException {
        try (Fd control = FileCalls.open(CONTROL, OpenFlags.READ_WRITE)) {
            LinuxException last = Outcome.failure("ioctl LOOP_CONFIGURE", CONTROL, Errno.EBUSY);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                int number =
                        (int)
                                Outcome.check(
                                        Kernel.call(
                                                SystemCall.IOCTL,
                                                control.number(),
                                                LOOP_CTL_GET_FREE.value(),
                                                0),
                                        "ioctl LOOP_CTL_GET_FREE",
                                        CONTROL);
                try {
                    return attachTo(number, backing, options);
                } catch (LinuxException failure) {
                    if (failure.errno() != Errno.EBUSY && failure.errno() != Errno.ENXIO) {
                        throw failure;
                    }
                    // Somebody else was faster, or the device is being removed: ask again.
                    last = failure;
                }
            }
            throw last;
        }
    }

    /**
     * Asks a loop device about itself.
     *
     * @return nothing if no file is attached (ENXIO)
     */
    public static Optional<LoopStatus> status(Fd device) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(NativeLayouts.LOOP_INFO);
            long result =
                    Kernel.call(
                            SystemCall.IOCTL,
                            device.number(),
                            LOOP_GET_STATUS64.value(),
                            info.address());
            if (result == -Errno.ENXIO) {
                return Optional.empty();
            }
            Outcome.check(result, "ioctl LOOP_GET_STATUS64", device.toString());
            int flags = NativeLayouts.getInt(info, NativeLayouts.LOOP_INFO, "lo_flags");
            return Optional.of(
                    new LoopStatus(
                            NativeLayouts.getInt(info, NativeLayouts.LOOP_INFO, "lo_number"),
                            DeviceNumber.unpack(field(info, "lo_device")),
                            field(info, "lo_inode"),
                            field(info, "lo_offset"),
                            field(info, "lo_sizelimit"),
                            (flags & LO_FLAGS_READ_ONLY.value()) != 0,
                            (flags & LO_FLAGS_AUTOCLEAR.value()) != 0,
                            (flags & LO_FLAGS_PARTSCAN.value()) != 0,
                            (flags & LO_FLAGS_DIRECT_IO.value()) != 0));
        }
    }

    /**
     * Detaches the file (LOOP_CLR_FD); if the device is still in use, the kernel does it when the
     * last user is gone. A device without a file is no error.
     */
    public static void detach(Fd device) throws LinuxException {
        long result = Kernel.call(SystemCall.IOCTL, device.number(), LOOP_CLR_FD.value(), 0);
        if (result != -Errno.ENXIO) {
            Outcome.check(result, "ioctl LOOP_CLR_FD", device.toString());
        }
    }

    /** Detaches the file of {@code /dev/loopN}, see {@link #detach(Fd)}. */
    public static void detach(int number) throws LinuxException {
        try (Fd device = FileCalls.open("/dev/loop" + number, OpenFlags.READ_ONLY)) {
            detach(device);
        }
    }

    private static LoopDevice attachTo(int number, Fd backing, LoopOptions options)
            throws LinuxException {
        String path = "/dev/loop" + number;
        Fd device = openNode(path, number, options.readOnly());
        try {
            configure(device, backing, options);
        } catch (LinuxException failure) {
            device.close();
            throw failure;
        }
        return new LoopDevice(number, path, device);
    }

    private static Fd openNode(String path, int number, boolean readOnly) throws LinuxException {
        // A device opened read-only makes the loop read-only, whatever the flags say.
        int flags = readOnly ? OpenFlags.READ_ONLY : OpenFlags.READ_WRITE;
        try {
            return FileCalls.open(path, flags);
        } catch (LinuxException failure) {
            if (failure.errno() != Errno.ENOENT) {
                throw failure;
            }
        }
        makeNode(number);
        return FileCalls.open(path, flags);
    }

    /**
     * Makes the node where /dev is a plain tmpfs that the kernel does not fill, as in containers.
     */
    private static void makeNode(int number) throws LinuxException {
        String name = "loop" + number;
        Optional<DeviceNumber> device = BlockTopology.deviceNamed(name);
        if (device.isEmpty()) {
            throw Outcome.failure("open", "/dev/" + name, Errno.ENXIO);
        }
        try (Fd folder = FileCalls.open("/dev", OpenFlags.DIRECTORY)) {
            DirectoryCalls.mknodat(
                    folder, name, FileType.BLOCK_DEVICE, BLOCK_DEVICE_MODE, device.get());
        } catch (LinuxException failure) {
            if (failure.errno() != Errno.EEXIST) {
                throw failure;
            }
        }
    }

    private static void configure(Fd device, Fd backing, LoopOptions options)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(NativeLayouts.LOOP_CONFIG);
            NativeLayouts.setInt(request, NativeLayouts.LOOP_CONFIG, backing.number(), "fd");
            NativeLayouts.setInt(
                    request, NativeLayouts.LOOP_CONFIG, options.blockSize(), "block_size");
            NativeLayouts.setInt(
                    request, NativeLayouts.LOOP_CONFIG, flags(options), "info", "lo_flags");
            NativeLayouts.setLong(
                    request, NativeLayouts.LOOP_CONFIG, options.offset(), "info", "lo_offset");
            NativeLayouts.setLong(
                    request,
                    NativeLayouts.LOOP_CONFIG,
                    options.sizeLimit(),
                    "info",
                    "lo_sizelimit");
            Outcome.check(
                    Kernel.call(
                            SystemCall.IOCTL,
                            device.number(),
                            LOOP_CONFIGURE.value(),
                            request.address()),
                    "ioctl LOOP_CONFIGURE",
                    device.name() + " with " + backing.name());
        }
    }

    private static int flags(LoopOptions options) {
        long flags = 0;
        if (options.readOnly()) {
            flags |= LO_FLAGS_READ_ONLY.value();
        }
        if (options.autoclear()) {
            flags |= LO_FLAGS_AUTOCLEAR.value();
        }
        if (options.partitionScan()) {
            flags |= LO_FLAGS_PARTSCAN.value();
        }
        if (options.directIo()) {
            flags |= LO_FLAGS_DIRECT_IO.value();
        }
        return (int) flags;
    }

    private static long field(MemorySegment info, String name) {
        return NativeLayouts.getLong(info, NativeLayouts.LOOP_INFO, name);
    }
}
