package org.openvss;

/**
 * Parts of a saved file and the parts of another file into which they go; the counts and lengths of
 * the ranges are equal.
 *
 * @param sourcePath folder of the saved file
 * @param sourceFileName name of the saved file
 * @param sourceRanges {@code offset:length} pairs, comma separated
 * @param destinationPath folder of the file to write
 * @param destinationFileName name of the file to write
 * @param destinationRanges {@code offset:length} pairs, comma separated
 */
public record DirectedTarget(
        String sourcePath,
        String sourceFileName,
        String sourceRanges,
        String destinationPath,
        String destinationFileName,
        String destinationRanges) {}
