package org.openvss.documents;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Ends a text that is longer than allowed, and remembers that it did. */
final class LimitedReader extends FilterReader {
    private long left;

    LimitedReader(Reader in, long limit) {
        super(in);
        this.left = limit;
    }

    boolean isExceeded() {
        return left < 0;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        left -= Math.max(count, 0);
        if (left < 0) {
            throw new IOException("the text is longer than allowed");
        }
        return count;
    }
}
