package org.openvss.provider.lvm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openvss.ShadowCopySet;
import org.openvss.VssException;
import org.openvss.linux.DeviceMapper;
import org.openvss.linux.DeviceMapperTables;
import org.openvss.linux.DeviceNumber;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.Mounts;
import org.openvss.records.RecordException;

/**
 * Looks after what copies grow into: extends areas and pools where the administrator has allowed
 * it, and else gives up copies before their thin pool is full, because a full pool stops the
 * originals in it. A copy that was given up keeps its name and says why; its blocks are free.
 */
final class LvmGrowth {
    private static final String DOING = "the growth of the copies cannot be looked after";

    private final LvmSettings settings;
    private final List<String> events = new ArrayList<>();

    private LvmGrowth(LvmSettings settings) {
        this.settings = settings;
    }

    /** Looks once; returns what was done or could not be done, one sentence each. */
    static List<String> tend(LvmSettings settings) throws VssException {
        LvmGrowth growth = new LvmGrowth(settings);
        LvmReport report = LvmReport.read(DOING);
        Map<String, LogicalVolume> pools = new LinkedHashMap<>();
        for (LogicalVolume copy : report.copies()) {
            if (copy.isThin()) {
                pools.put(copy.poolUuid(), report.poolOf(copy));
            } else {
                growth.tendArea(copy);
            }
        }
        for (LogicalVolume pool : pools.values()) {
            growth.tendPool(pool);
        }
        return growth.events;
    }

    private void tendArea(LogicalVolume copy) throws VssException {
        if (!copy.death().isEmpty()) {
            if (!copy.tags().contains(CopyTags.DEAD_AREA)) {
                LvmProgram.change(
                        DOING, "lvchange", "--addtag", CopyTags.DEAD_AREA, copy.fullName());
                events.add("the copy in " + copy.fullName() + " has died: " + copy.death());
            }
        } else if (copy.dataPercent() >= settings.extendAtPercent()) {
            try {
                LvmProgram.change(
                        "the area of " + copy.fullName() + " cannot be extended",
                        "lvextend",
                        "--quiet",
                        "--extents",
                        "+" + settings.extendByPercent() + "%LV",
                        copy.fullName());
                events.add("the area of " + copy.fullName() + " was extended");
            } catch (VssException e) {
                events.add(e.sentence());
            }
        }
    }

    private void tendPool(LogicalVolume pool) throws VssException {
        if (fullest(pool) >= settings.extendAtPercent()) {
            try {
                extendPool(pool, settings);
                events.add("the thin pool " + pool.fullName() + " was extended");
            } catch (VssException e) {
                events.add(e.sentence());
            }
        }
        while (true) {
            LvmReport now = LvmReport.read(DOING);
            LogicalVolume state = now.withUuid(pool.uuid()).orElse(pool);
            if (fullest(state) < settings.giveUpPercent() || !giveUpOldest(now, state)) {
                return;
            }
        }
    }

    private boolean giveUpOldest(LvmReport report, LogicalVolume pool) throws VssException {
        List<LogicalVolume> candidates =
                report.copies().stream()
                        .filter(copy -> copy.poolUuid().equals(pool.uuid()))
                        .filter(copy -> copy.death().isEmpty())
                        .sorted(Comparator.comparing(LvmGrowth::age))
                        .toList();
        for (LogicalVolume copy : candidates) {
            try {
                if (free(copy)) {
                    LvmProgram.change(
                            DOING, "lvchange", "--addtag", CopyTags.DEAD_POOL, copy.fullName());
                    events.add(
                            "the copy in "
                                    + copy.fullName()
                                    + " was given up: its thin pool "
                                    + pool.fullName()
                                    + " was full to "
                                    + fullest(pool)
                                    + " %, and the originals in it would have stopped");
                    return true;
                }
            } catch (LinuxException e) {
                events.add(LvmErrors.of(DOING, e).sentence());
            }
        }
        events.add(
                "the thin pool "
                        + pool.fullName()
                        + " is full to "
                        + fullest(pool)
                        + " % and no copy in it can be given up; extend it with lvextend");
        return false;
    }

    /** Frees the blocks of a thin copy; answers false if somebody still reads it. */
    private static boolean free(LogicalVolume copy) throws LinuxException, VssException {
        try (DeviceMapperTables tables = DeviceMapperTables.open();
                DeviceMapper mapper = DeviceMapper.open()) {
            Optional<DeviceNumber> device = tables.find(copy.deviceUuid());
            if (device.isPresent()) {
                for (Mount mount : LvmMounts.of(device.get()).reversed()) {
                    Mounts.umount(mount.mountPoint(), Mounts.DETACH | Mounts.NO_FOLLOW);
                }
                if (mapper.status(device.get()).openCount() > 0) {
                    return false;
                }
                LvmProgram.change(DOING, "lvchange", "--activate", "n", copy.fullName());
            }
            // LVM keeps the name; lvremove works on it although the pool has forgotten the number.
            tables.message(ThinSnapshot.pool(tables, copy), "delete " + copy.thinId());
            return true;
        }
    }

    private static Instant age(LogicalVolume copy) {
        try {
            ShadowCopySet result = CopyTags.record(copy).result();
            return result == null ? Instant.MAX : result.createdAt();
        } catch (RecordException e) {
            return Instant.MAX;
        }
    }

    private static double fullest(LogicalVolume pool) {
        return Math.max(pool.dataPercent(), pool.metadataPercent());
    }

    /** Extends the data and the metadata of a thin pool, each if it is full enough. */
    static void extendPool(LogicalVolume pool, LvmSettings settings) throws VssException {
        if (pool.dataPercent() >= settings.extendAtPercent()) {
            LvmProgram.change(
                    "the thin pool " + pool.fullName() + " cannot be extended",
                    "lvextend",
                    "--quiet",
                    "--extents",
                    "+" + settings.extendByPercent() + "%LV",
                    pool.fullName());
        }
        if (pool.metadataPercent() >= settings.extendAtPercent()) {
            LvmProgram.change(
                    "the metadata of the thin pool " + pool.fullName() + " cannot be extended",
                    "lvextend",
                    "--quiet",
                    "--poolmetadatasize",
                    "+" + pool.extent() + "b",
                    pool.fullName());
        }
    }
}
