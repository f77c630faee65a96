package org.openvss.embedded;

import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.LinuxException;

/** Paths as text: nothing here looks at a file system. */
final class Paths {
    private Paths() {}

    /**
     * Returns an absolute path without empty and {@code .} parts. A path with {@code ..} keeps it:
     * what is above a symbolic link is not known from the text.
     */
    static String absolute(String path) {
        StringBuilder result = new StringBuilder(path.length());
        String whole = path.startsWith("/") ? path : workingFolder() + "/" + path;
        for (String part : whole.split("/", -1)) {
            if (!part.isEmpty() && !part.equals(".")) {
                result.append('/').append(part);
            }
        }
        return result.isEmpty() ? "/" : result.toString();
    }

    /** Returns the working folder with all its bytes. */
    static String workingFolder() {
        try {
            return DirectoryCalls.readlink("/proc/self/cwd");
        } catch (LinuxException e) {
            return System.getProperty("user.dir", "/");
        }
    }

    /** Tells whether a path is a folder or lies in it. */
    static boolean isAtOrBelow(String path, String folder) {
        return folder.equals("/")
                || path.equals(folder)
                || (path.startsWith(folder) && path.charAt(folder.length()) == '/');
    }

    /** Returns a name in a folder. */
    static String join(String folder, String name) {
        String rest = name.startsWith("/") ? name.substring(1) : name;
        if (rest.isEmpty()) {
            return folder;
        }
        return folder.endsWith("/") ? folder + rest : folder + "/" + rest;
    }
}
