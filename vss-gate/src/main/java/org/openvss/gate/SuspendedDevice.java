package org.openvss.gate;

import org.openvss.VssException;
import org.openvss.linux.DeviceMapper;
import org.openvss.linux.DeviceNumber;
import org.openvss.linux.Errno;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Processes;

/**
 * A device that the device-mapper has suspended, together with the file system on it; reached by
 * its numbers, so that no path has to be looked up.
 *
 * @param volume the volume on the device
 */
record SuspendedDevice(LedgerVolume volume) implements HoldTarget {
    static final String KIND = "device";

    @Override
    public String label() {
        return volume.label();
    }

    @Override
    public String words() {
        return KIND + " " + volume.words();
    }

    @Override
    public String byHand() {
        return "'dmsetup resume --major " + volume.major() + " --minor " + volume.minor() + "'";
    }

    @Override
    public Release open() throws VssException {
        try {
            // A suspended device does not read either: a page of ours on it would never come.
            Processes.lockMemory();
            return release();
        } catch (LinuxException failure) {
            throw noDeviceMapper(failure);
        }
    }

    @Override
    public Search find() throws LinuxException {
        DeviceMapper mapper = DeviceMapper.open();
        boolean found = false;
        try {
            mapper.status(device());
            found = true;
        } catch (LinuxException failure) {
            if (failure.errno() != Errno.ENXIO) {
                throw failure;
            }
        } finally {
            if (!found) {
                mapper.close();
            }
        }
        return found
                ? new Search.Reachable(Release.of(mapper.prepareResume(device()), mapper))
                : new Search.Gone();
    }

    DeviceNumber device() {
        return new DeviceNumber(volume.major(), volume.minor());
    }

    /** Returns the error for a device that cannot be suspended at all. */
    VssException noDeviceMapper(LinuxException failure) {
        return Failures.of(
                "The device of the volume " + label() + " cannot be suspended",
                failure,
                "Check that the volume lies on a device of the device-mapper.");
    }

    private Release release() throws LinuxException {
        DeviceMapper mapper = DeviceMapper.open();
        return Release.of(mapper.prepareResume(device()), mapper);
    }
}
