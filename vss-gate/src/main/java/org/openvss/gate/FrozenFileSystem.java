package org.openvss.gate;

import java.util.Optional;
import org.openvss.VssException;
import org.openvss.linux.BlockTopology;
import org.openvss.linux.DeviceNumber;
import org.openvss.linux.Fd;
import org.openvss.linux.LinuxException;
import org.openvss.linux.PreparedCalls;

/**
 * A file system that is frozen, reached by one of its mounts.
 *
 * @param volume the volume
 */
record FrozenFileSystem(LedgerVolume volume) implements HoldTarget {
    static final String KIND = "file-system";

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
        return "'fsfreeze -u " + volume.mountPoint() + "'";
    }

    @Override
    public Release open() throws VssException {
        return release(VolumeHandle.open(volume));
    }

    @Override
    public Search find() throws LinuxException {
        Optional<Fd> root = VolumeHandle.openAny(volume);
        if (root.isPresent()) {
            return new Search.Reachable(release(root.get()));
        }
        return isDeviceGone() ? new Search.Gone() : new Search.Unreachable(notMounted());
    }

    private static Release release(Fd root) {
        return Release.of(PreparedCalls.thaw(root), root);
    }

    private boolean isDeviceGone() throws LinuxException {
        DeviceNumber device = new DeviceNumber(volume.major(), volume.minor());
        return volume.major() != 0 && BlockTopology.name(device).isEmpty();
    }

    private String notMounted() {
        return "The volume "
                + volume.label()
                + (volume.uuid() == null ? "" : " with the UUID " + volume.uuid())
                + " was unmounted while its writes were held and may still be frozen. Mount it"
                + " again at any folder, then run 'vss thaw'.";
    }
}
