package org.openvss.writer.redis;

import java.io.IOException;

/** The server understood a command and refused it. */
final class RedisErrorException extends IOException {
    private static final long serialVersionUID = 1L;

    RedisErrorException(String message) {
        super(message);
    }
}
