package org.openvss.catalog;

import java.io.IOException;

/** There was no room on the file system of the state folder, or its quota is used up. */
final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1L;

    DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }

    DiskFullException(String message) {
        super(message);
    }
}
