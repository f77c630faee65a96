package org.openvss.management;

import org.openvss.Mirrors;

/**
 * A volume of which shadow copies can be made.
 *
 * @param volume lasting name of the volume
 * @param displayName what people should read
 */
@Mirrors("VSS_VOLUME_PROP")
public record VolumeProperties(String volume, String displayName) {}
