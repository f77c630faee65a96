package org.openvss.management;

import org.openvss.Mirrors;

/**
 * A volume that can hold storage areas.
 *
 * @param volume lasting name of the volume
 * @param displayName what people should read
 * @param freeBytes free space in bytes
 * @param totalBytes size in bytes
 */
@Mirrors("VSS_DIFF_VOLUME_PROP")
public record StorageVolume(String volume, String displayName, long freeBytes, long totalBytes) {}
