package org.openvss.provider.image;

import org.openvss.linux.Fd;
import org.openvss.linux.FileStatus;
import org.openvss.linux.Mount;

/**
 * The image behind a volume, open and known to be the very file that the loop device uses.
 *
 * @param file open for reading
 * @param status identity and size of the file
 * @param loopNumber N of {@code /dev/loopN}
 * @param geometry where the volume lies in it
 * @param host mount of the file system that holds the image
 */
record BackingImage(Fd file, FileStatus status, int loopNumber, Geometry geometry, Mount host)
        implements AutoCloseable {
    @Override
    public void close() {
        file.close();
    }
}
