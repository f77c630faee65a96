package org.openvss.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What block devices are made of, from sysfs.
 *
 * <p>Answers are empty if the device or the property is not there, and {@link LinuxException} if
 * sysfs could not be read for another reason. Which file backs a loop device for certain is known
 * from {@link LoopDevices#status}; the path here is only a way to open it.
 */
public final class BlockTopology {
    private static final String SYSFS = "/sys/dev/block/";
    private static final int SECTOR = 512;
    private static final int LIMIT = 64 * 1024;
    private static final String DELETED = " (deleted)";

    private BlockTopology() {}

    /**
     * A partition of a disk.
     *
     * @param device its numbers
     * @param name kernel's name, for instance {@code loop0p1}
     * @param number number in the partition table
     * @param start where it starts on the disk, in bytes
     * @param size length in bytes
     */
    public record Partition(DeviceNumber device, String name, int number, long start, long size) {}

    /** Returns the kernel's name of a device, for instance {@code loop0p1}, if it exists. */
    public static Optional<String> name(DeviceNumber device) throws LinuxException {
        try {
            String target = DirectoryCalls.readlink(SYSFS + device);
            return Optional.of(target.substring(target.lastIndexOf('/') + 1));
        } catch (LinuxException failure) {
            if (isAbsence(failure)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Returns the path of the device's node as devtmpfs names it; the node need not exist. */
    public static Optional<String> devicePath(DeviceNumber device) throws LinuxException {
        return name(device).map(name -> "/dev/" + name.replace('!', '/'));
    }

    /** Returns the numbers of a device by the kernel's name, if it exists. */
    public static Optional<DeviceNumber> deviceNamed(String name) throws LinuxException {
        return read("/sys/class/block/" + name + "/dev").map(DeviceNumber::parse);
    }

    /**
     * Returns the path of a loop device's backing file as the kernel prints it, for messages and as
     * a way to open it; a deleted file's ends in {@code (deleted)}.
     */
    public static Optional<String> loopBackingFile(DeviceNumber device) throws LinuxException {
        return read(SYSFS + device + "/loop/backing_file");
    }

    /** Tells whether the kernel says that a loop device's backing file has lost its name. */
    public static boolean isLoopBackingFileDeleted(DeviceNumber device) throws LinuxException {
        return loopBackingFile(device).filter(path -> path.endsWith(DELETED)).isPresent();
    }

    /** Returns the partition that a device is, or nothing if it is a whole disk. */
    public static Optional<Partition> partition(DeviceNumber device) throws LinuxException {
        Optional<String> number = read(SYSFS + device + "/partition");
        Optional<String> name = name(device);
        if (number.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Partition(
                        device,
                        name.get(),
                        Integer.parseInt(number.get()),
                        sectors(device, "start"),
                        sectors(device, "size")));
    }

    /** Returns the disk that a partition is on, or nothing if the device is no partition. */
    public static Optional<DeviceNumber> diskOf(DeviceNumber partition) throws LinuxException {
        if (read(SYSFS + partition + "/partition").isEmpty()) {
            return Optional.empty();
        }
        // The kernel follows the link first, so ".." is the folder of the disk.
        return read(SYSFS + partition + "/../dev").map(DeviceNumber::parse);
    }

    /** Returns the partitions of a disk, in the order of their numbers. */
    public static List<Partition> partitions(DeviceNumber disk) throws LinuxException {
        List<Partition> partitions = new ArrayList<>();
        for (String name : children(SYSFS + disk + "/")) {
            Optional<String> numbers = read("/sys/class/block/" + name + "/dev");
            if (numbers.isPresent()) {
                partition(DeviceNumber.parse(numbers.get())).ifPresent(partitions::add);
            }
        }
        partitions.sort((left, right) -> Integer.compare(left.number(), right.number()));
        return partitions;
    }

    /** Returns the devices that a device-mapper, md or similar device is made of. */
    public static List<DeviceNumber> slaves(DeviceNumber device) throws LinuxException {
        return linked(device, "slaves");
    }

    /** Returns the devices that are made of this device. */
    public static List<DeviceNumber> holders(DeviceNumber device) throws LinuxException {
        return linked(device, "holders");
    }

    /** Returns the name of a device-mapper device, for instance {@code vg-data}. */
    public static Optional<String> deviceMapperName(DeviceNumber device) throws LinuxException {
        return read(SYSFS + device + "/dm/name");
    }

    /** Returns the UUID of a device-mapper device, for instance {@code CRYPT-LUKS2-…}. */
    public static Optional<String> deviceMapperUuid(DeviceNumber device) throws LinuxException {
        return read(SYSFS + device + "/dm/uuid").filter(uuid -> !uuid.isEmpty());
    }

    private static List<DeviceNumber> linked(DeviceNumber device, String folder)
            throws LinuxException {
        String path = SYSFS + device + "/" + folder;
        List<DeviceNumber> devices = new ArrayList<>();
        for (String name : children(path)) {
            read(path + "/" + name + "/dev").map(DeviceNumber::parse).ifPresent(devices::add);
        }
        return devices;
    }

    private static long sectors(DeviceNumber device, String property) throws LinuxException {
        return read(SYSFS + device + "/" + property).map(Long::parseLong).orElse(0L) * SECTOR;
    }

    private static List<String> children(String path) throws LinuxException {
        try (Fd folder = FileCalls.open(path, OpenFlags.DIRECTORY)) {
            return DirectoryCalls.list(folder).stream().map(DirectoryEntry::name).sorted().toList();
        } catch (LinuxException failure) {
            if (isAbsence(failure)) {
                return List.of();
            }
            throw failure;
        }
    }

    private static Optional<String> read(String path) throws LinuxException {
        try {
            String text = PathBytes.decode(FileCalls.readFile(path, LIMIT));
            return Optional.of(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
        } catch (LinuxException failure) {
            if (isAbsence(failure)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** ENODEV and ENXIO come from devices that vanish while their properties are read. */
    private static boolean isAbsence(LinuxException failure) {
        int errno = failure.errno();
        return errno == Errno.ENOENT
                || errno == Errno.ENOTDIR
                || errno == Errno.ENODEV
                || errno == Errno.ENXIO;
    }
}
