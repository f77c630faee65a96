package org.openvss.writer.hooks;

import org.openvss.linux.Fd;

/**
 * One executable that has been opened and checked.
 *
 * @param path where it was found, for messages and for calls from outside this process
 * @param file the open file: what was checked is what runs, whoever renames the path meanwhile
 */
record Hook(String path, Fd file) {
    /** Returns the name in its folder. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
