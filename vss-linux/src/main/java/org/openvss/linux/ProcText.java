package org.openvss.linux;

import java.util.ArrayList;
import java.util.List;

/** Reads what the files of /proc/PID say about open files and mappings. */
final class ProcText {
    private ProcText() {}

    /**
     * A mapping of a file.
     *
     * @param range its addresses, as the names in map_files have them
     * @param device number of the device that holds the file, as this file has it
     * @param file path, as far as the kernel knows it
     */
    record Mapping(String range, DeviceNumber device, String file) {}

    /**
     * Returns a number of a file of lines like {@code /proc/PID/fdinfo/N}.
     *
     * @return the number, or -1 if there is no such line
     */
    static int number(String lines, String key, int radix) {
        for (String line : lines.split("\n", -1)) {
            if (line.startsWith(key)) {
                return Integer.parseInt(line.substring(key.length()).strip(), radix);
            }
        }
        return -1;
    }

    /** Returns the mappings of {@code /proc/PID/maps} through which files can be written. */
    static List<Mapping> sharedWritable(byte[] maps, int length) {
        List<Mapping> found = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < length; at++) {
            if (maps[at] == '\n') {
                if (isSharedWritable(maps, from, at)) {
                    mapping(PathBytes.decode(maps, from, at), found);
                }
                from = at + 1;
            }
        }
        return found;
    }

    /** Looks at the permissions only, since nearly all lines end there. */
    private static boolean isSharedWritable(byte[] maps, int from, int to) {
        int space = from;
        while (space < to && maps[space] != ' ') {
            space++;
        }
        return space + 4 < to && maps[space + 2] == 'w' && maps[space + 4] == 's';
    }

    private static void mapping(String line, List<Mapping> found) {
        String[] field = line.split(" +", 6);
        if (field.length == 6 && field[5].startsWith("/")) {
            String[] device = field[3].split(":", 2);
            found.add(
                    new Mapping(
                            field[0],
                            new DeviceNumber(
                                    Integer.parseInt(device[0], 16),
                                    Integer.parseInt(device[1], 16)),
                            field[5]));
        }
    }
}
