package org.openvss.benchmarks;

/**
 * One mounted volume on an image of its own.
 *
 * @param type its file system
 * @param mountPoint where it is mounted; may carry any bytes, as OpenVSS's paths do
 * @param image path of its image file
 * @param device its loop device, for instance {@code /dev/loop3}
 */
public record ScratchVolume(GuestType type, String mountPoint, String image, String device) {}
