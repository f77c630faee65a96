package org.openvss.linux;

import static org.openvss.linux.NativeConstants.DM_ACTIVE_PRESENT_FLAG;
import static org.openvss.linux.NativeConstants.DM_DEV_STATUS;
import static org.openvss.linux.NativeConstants.DM_DEV_SUSPEND;
import static org.openvss.linux.NativeConstants.DM_INACTIVE_PRESENT_FLAG;
import static org.openvss.linux.NativeConstants.DM_READONLY_FLAG;
import static org.openvss.linux.NativeConstants.DM_SUSPEND_FLAG;
import static org.openvss.linux.NativeConstants.DM_VERSION;

/**
 * The device-mapper through its control node, which no file system has to be asked for once it is
 * open.
 *
 * <p>Devices are named by their numbers. Suspending a device freezes the file system on it and
 * flushes; nothing here freezes a file system by itself. Knows nothing of LVM.
 */
public final class DeviceMapper implements AutoCloseable {
    /** The node through which every order goes. */
    public static final String CONTROL = "/dev/mapper/control";

    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_UUID = 129;

    private final Fd control;

    private DeviceMapper(Fd control) {
        this.control = control;
    }

    /**
     * Opens the control node.
     *
     * @throws LinuxException ENOENT or ENXIO if this kernel has no device-mapper, EACCES, EPERM
     */
    public static DeviceMapper open() throws LinuxException {
        return open(CONTROL);
    }

    static DeviceMapper open(String path) throws LinuxException {
        try {
            return new DeviceMapper(FileCalls.open(path, OpenFlags.READ_WRITE));
        } catch (LinuxException failure) {
            throw switch (failure.errno()) {
                case Errno.ENOENT, Errno.ENXIO, Errno.ENODEV ->
                        Outcome.failure(
                                "open",
                                path,
                                failure.errno(),
                                "this kernel has no device-mapper; load its module with 'modprobe"
                                        + " dm-mod'");
                default -> failure;
            };
        }
    }

    /**
     * Version of the kernel's interface.
     *
     * @param major changes are incompatible
     * @param minor changes are compatible
     * @param patch changes are invisible
     */
    public record Version(int major, int minor, int patch) {}

    /**
     * What a device is doing.
     *
     * @param name its name below /dev/mapper
     * @param uuid its uuid, empty if it has none; LVM's begin with {@code LVM-}
     * @param suspended whether writes to it wait
     * @param readOnly whether it can only be read
     * @param active whether it has a table
     * @param inactiveTable whether a table waits for the next resume
     * @param openCount how often it is open
     * @param eventNumber counts what happened to it
     */
    public record Status(
            String name,
            String uuid,
            boolean suspended,
            boolean readOnly,
            boolean active,
            boolean inactiveTable,
            int openCount,
            int eventNumber) {}

    /**
     * Asks for the version (DM_VERSION).
     *
     * @throws LinuxException EINVAL if the kernel's major version is another one than ours
     */
    public Version version() throws LinuxException {
        DeviceMapperRequest request = DeviceMapperRequest.plain();
        request.check(control, DM_VERSION, CONTROL);
        return new Version(request.version(0), request.version(1), request.version(2));
    }

    /**
     * Asks what a device is doing (DM_DEV_STATUS); waits for nothing.
     *
     * @throws LinuxException ENXIO if it is no device of the device-mapper
     */
    public Status status(DeviceNumber device) throws LinuxException {
        DeviceMapperRequest request = DeviceMapperRequest.about(device);
        request.check(control, DM_DEV_STATUS, device.toString());
        return new Status(
                request.text("name", LONGEST_NAME),
                request.text("uuid", LONGEST_UUID),
                request.has(DM_SUSPEND_FLAG),
                request.has(DM_READONLY_FLAG),
                request.has(DM_ACTIVE_PRESENT_FLAG),
                request.has(DM_INACTIVE_PRESENT_FLAG),
                request.number("open_count"),
                request.number("event_nr"));
    }

    /**
     * Prepares suspending a device: its file system is frozen, what is under way is flushed, and
     * writes wait until the resume.
     *
     * <p>The kernel does not mind suspending what is suspended already, so the call asks first and
     * answers EBUSY, as freezing a frozen file system does: it is held by somebody else.
     */
    public PreparedCall prepareSuspend(DeviceNumber device) {
        return new OnlyFrom(device, false, DM_SUSPEND_FLAG.value(), Errno.EBUSY);
    }

    /**
     * Prepares resuming a device. Answers EINVAL if it is not suspended, as thawing a file system
     * that is not frozen does: somebody else resumed it.
     */
    public PreparedCall prepareResume(DeviceNumber device) {
        return new OnlyFrom(device, true, 0, Errno.EINVAL);
    }

    @Override
    public void close() {
        control.close();
    }

    /** Suspends or resumes a device, but only from the state in which it should be. */
    private final class OnlyFrom implements PreparedCall {
        private final DeviceMapperRequest ask;
        private final DeviceMapperRequest order;
        private final boolean suspended;
        private final int otherwise;

        OnlyFrom(DeviceNumber device, boolean suspended, long flags, int otherwise) {
            this.ask = DeviceMapperRequest.about(device);
            this.order = DeviceMapperRequest.about(device).withFlags(flags);
            this.suspended = suspended;
            this.otherwise = otherwise;
        }

        @Override
        public int run() {
            long result = ask.run(control, DM_DEV_STATUS);
            if (result < 0) {
                return (int) -result;
            }
            if (ask.has(DM_SUSPEND_FLAG) != suspended) {
                return otherwise;
            }
            result = order.run(control, DM_DEV_SUSPEND);
            return result < 0 ? (int) -result : 0;
        }
    }
}
