package org.openvss.provider.lvm;

import java.util.List;

/**
 * One logical volume as LVM reports it.
 *
 * @param group name of its volume group
 * @param groupUuid uuid of the group, with dashes
 * @param groupAttributes {@code vg_attr}
 * @param groupFree unallocated bytes of the group
 * @param extent size of an extent in bytes
 * @param name its name
 * @param uuid its uuid, with dashes
 * @param attributes {@code lv_attr}
 * @param type type of its first segment, for instance {@code thin}
 * @param bytes its size; of a snapshot with an area of its own the size of that area
 * @param pool name of its thin pool, or empty
 * @param poolUuid uuid of its thin pool, or empty
 * @param originUuid uuid of the volume that it is a snapshot of, or empty
 * @param thinId number in its thin pool, or -1
 * @param dataPercent how full it is, or -1 if that is not known
 * @param metadataPercent how full a pool's metadata are, or -1
 * @param tags its tags
 */
record LogicalVolume(
        String group,
        String groupUuid,
        String groupAttributes,
        long groupFree,
        long extent,
        String name,
        String uuid,
        String attributes,
        String type,
        long bytes,
        String pool,
        String poolUuid,
        String originUuid,
        int thinId,
        double dataPercent,
        double metadataPercent,
        List<String> tags) {
    private static final int STATE = 4;
    private static final int HEALTH = 8;

    LogicalVolume {
        tags = List.copyOf(tags);
    }

    /** Returns the name as LVM's commands take it. */
    String fullName() {
        return group + "/" + name;
    }

    /** Returns the uuid that the device-mapper knows its device by. */
    String deviceUuid() {
        return deviceUuid(uuid);
    }

    /** Returns the uuid of its thin pool's device. */
    String poolDeviceUuid() {
        return deviceUuid(poolUuid) + "-tpool";
    }

    /** Returns the uuid of the device with what a snapshot keeps of its origin. */
    String areaDeviceUuid() {
        return deviceUuid() + "-cow";
    }

    private String deviceUuid(String of) {
        return "LVM-" + (groupUuid + of).replace("-", "");
    }

    boolean isThin() {
        return type.equals("thin");
    }

    /** Tells whether it is a snapshot with an area of its own. */
    boolean isThickSnapshot() {
        return !originUuid.isEmpty() && !isThin();
    }

    /** Tells whether it is an origin into which a snapshot is being merged. */
    boolean isMerging() {
        return attributes.startsWith("O");
    }

    /** Tells why it has died, or an empty text if it has not. */
    String death() {
        if (tags.contains(CopyTags.DEAD_POOL)) {
            return "it was given up because its thin pool was nearly full";
        }
        char state = attributes.length() > STATE ? attributes.charAt(STATE) : '-';
        char health = attributes.length() > HEALTH ? attributes.charAt(HEALTH) : '-';
        if (state == 'I' || state == 'S' || tags.contains(CopyTags.DEAD_AREA)) {
            return "its copy-on-write area was full";
        }
        if (health == 'F') {
            return "its thin pool has failed";
        }
        return "";
    }
}
