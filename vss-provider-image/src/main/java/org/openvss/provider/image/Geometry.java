package org.openvss.provider.image;

import org.openvss.linux.LoopOptions;
import org.openvss.records.Json;
import org.openvss.records.RecordException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where in its image a volume lies, so that a clone of the image can be mounted in the same way.
 *
 * @param backingPath path of the image when the copy was made
 * @param offset where the volume starts in the image, in bytes: offset of the loop device plus
 *     start of the partition
 * @param length length of the volume in bytes, 0 up to the end of the image
 * @param blockSize logical block size of the loop device, in bytes
 * @param imageSize length of the image in bytes
 */
record Geometry(String backingPath, long offset, long length, int blockSize, long imageSize) {
    /** Returns a loop device for the volume in a clone that nobody can write. */
    LoopOptions loopOptions() {
        return LoopOptions.readOnlyUntilUnused().withGeometry(offset, length, blockSize);
    }

    /** Tells whether the volume is all of the image. */
    boolean isWholeImage() {
        return offset == 0 && (length == 0 || length >= imageSize);
    }

    ObjectNode write() {
        return Json.object()
                .put("backingPath", backingPath)
                .put("offset", offset)
                .put("length", length)
                .put("blockSize", blockSize)
                .put("imageSize", imageSize);
    }

    static Geometry read(JsonNode node) throws RecordException {
        try {
            return new Geometry(
                    node.required("backingPath").stringValue(),
                    node.required("offset").longValue(),
                    node.required("length").longValue(),
                    node.required("blockSize").intValue(),
                    node.required("imageSize").longValue());
        } catch (JacksonException e) {
            throw new RecordException("the geometry of the image is missing or wrong", e);
        }
    }
}
