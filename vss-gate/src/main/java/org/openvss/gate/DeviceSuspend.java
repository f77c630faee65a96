package org.openvss.gate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.linux.DeviceMapper;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.LinuxException;
import org.openvss.linux.PreparedCall;
import org.openvss.linux.PreparedCalls;
import org.openvss.linux.Processes;

/**
 * Holds a volume by suspending its device through the device-mapper, whose suspend freezes the file
 * system on it; so nothing is frozen by us.
 *
 * <p>A suspended device answers no reads either, so the memory of the process is locked before.
 */
final class DeviceSuspend implements VolumeHold {
    private final SuspendedDevice target;
    private final Fd root;
    private final DeviceMapper mapper;

    private DeviceSuspend(SuspendedDevice target, Fd root, DeviceMapper mapper) {
        this.target = target;
        this.root = root;
        this.mapper = mapper;
    }

    /**
     * Opens and checks a volume and its device.
     *
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND} if it is not mounted as planned, {@code
     *     E_OUTOFMEMORY}, {@code VSS_E_UNEXPECTED} without a device-mapper
     */
    static DeviceSuspend open(Volume volume) throws VssException {
        SuspendedDevice target = new SuspendedDevice(LedgerVolume.of(volume));
        Fd root = VolumeHandle.open(target.volume());
        @Nullable DeviceMapper mapper = null;
        @Nullable DeviceSuspend opened = null;
        try {
            mapper = DeviceMapper.open();
            if (mapper.status(target.device()).suspended()) {
                throw new VssException(
                        HResult.VSS_E_FLUSH_WRITES_TIMEOUT,
                        "Writes could not be held: " + suspendedByOthers(target) + ".");
            }
            Processes.lockMemory();
            opened = new DeviceSuspend(target, root, mapper);
            return opened;
        } catch (LinuxException failure) {
            throw target.noDeviceMapper(failure);
        } finally {
            if (opened == null) {
                root.close();
                if (mapper != null) {
                    mapper.close();
                }
            }
        }
    }

    @Override
    public HoldTarget target() {
        return target;
    }

    @Override
    public PreparedCall prepareClose() {
        return mapper.prepareSuspend(target.device());
    }

    @Override
    public PreparedCall prepareOpen() {
        return mapper.prepareResume(target.device());
    }

    @Override
    public List<PreparedCall> prepareFlush() {
        return List.of(PreparedCalls.syncfs(root));
    }

    @Override
    public String host() {
        return target.volume().deviceNumbers();
    }

    @Override
    public String whyNotClosed(int errno) {
        return errno == Errno.EBUSY
                ? suspendedByOthers(target)
                : target.label() + " could not be suspended: " + Failures.errno(errno);
    }

    @Override
    public void close() {
        root.close();
        mapper.close();
    }

    private static String suspendedByOthers(SuspendedDevice target) {
        return target.label()
                + " is frozen, or its device suspended, by somebody else (EBUSY). Wait until they"
                + " are done, or run "
                + target.byHand()
                + " if that is left over";
    }
}
