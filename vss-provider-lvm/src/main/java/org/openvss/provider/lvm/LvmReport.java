package org.openvss.provider.lvm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.VssException;
import tools.jackson.databind.JsonNode;

/** All logical volumes of the machine as LVM reports them at one moment. */
final class LvmReport {
    private static final String FIELDS =
            "vg_name,vg_uuid,vg_attr,vg_free,vg_extent_size,lv_name,lv_uuid,lv_attr,segtype,lv_size,"
                    + "pool_lv,pool_lv_uuid,origin_uuid,thin_id,data_percent,metadata_percent,"
                    + "lv_tags";

    private final List<LogicalVolume> volumes;

    private LvmReport(List<LogicalVolume> volumes) {
        this.volumes = List.copyOf(volumes);
    }

    /**
     * Asks LVM.
     *
     * @param doing what for, as a clause of an error
     */
    static LvmReport read(String doing) throws VssException {
        JsonNode document =
                LvmProgram.report(
                        doing,
                        List.of(
                                "lvs",
                                "--all",
                                "--reportformat",
                                "json",
                                "--units",
                                "b",
                                "--nosuffix",
                                "--options",
                                FIELDS));
        // A volume of several segments has several rows, which differ in what is not asked for.
        Map<String, LogicalVolume> volumes = new LinkedHashMap<>();
        for (JsonNode report : document.path("report")) {
            for (JsonNode row : report.path("lv")) {
                LogicalVolume volume = volume(row);
                volumes.putIfAbsent(volume.uuid(), volume);
            }
        }
        return new LvmReport(new ArrayList<>(volumes.values()));
    }

    private static LogicalVolume volume(JsonNode row) {
        String tags = text(row, "lv_tags");
        return new LogicalVolume(
                text(row, "vg_name"),
                text(row, "vg_uuid"),
                text(row, "vg_attr"),
                (long) number(row, "vg_free"),
                (long) number(row, "vg_extent_size"),
                text(row, "lv_name").replaceAll("[\\[\\]]", ""),
                text(row, "lv_uuid"),
                text(row, "lv_attr"),
                text(row, "segtype"),
                (long) number(row, "lv_size"),
                text(row, "pool_lv").replaceAll("[\\[\\]]", ""),
                text(row, "pool_lv_uuid"),
                text(row, "origin_uuid"),
                (int) number(row, "thin_id"),
                number(row, "data_percent"),
                number(row, "metadata_percent"),
                tags.isEmpty() ? List.of() : List.of(tags.split(",", -1)));
    }

    private static String text(JsonNode row, String field) {
        return row.path(field).asString("");
    }

    private static double number(JsonNode row, String field) {
        String text = text(row, field);
        return text.isEmpty() ? -1 : Double.parseDouble(text);
    }

    /** Returns the volumes that we made, whole or not. */
    List<LogicalVolume> copies() {
        return volumes.stream().filter(volume -> CopyTags.copy(volume).isPresent()).toList();
    }

    /** Returns the volume of a copy. */
    Optional<LogicalVolume> copy(ShadowCopyId copy) {
        return find(volume -> CopyTags.copy(volume).filter(copy::equals).isPresent());
    }

    /** Returns the volume that takes a copy's place after a revert. */
    Optional<LogicalVolume> twin(ShadowCopyId copy) {
        return find(volume -> CopyTags.twin(volume).filter(copy::equals).isPresent());
    }

    /**
     * Returns a volume whose tags have the record of a copy: its own, or what an interrupted revert
     * has left of it.
     */
    Optional<LogicalVolume> holder(ShadowCopyId copy) {
        return copy(copy)
                .or(() -> twin(copy))
                .or(() ->
                        find(volume ->
                                CopyTags.reverting(volume).filter(copy::equals).isPresent()));
    }

    /** Returns the volume with a uuid, written with dashes. */
    Optional<LogicalVolume> withUuid(String uuid) {
        return find(volume -> volume.uuid().equals(uuid));
    }

    /** Returns the volume behind a device of the device-mapper. */
    Optional<LogicalVolume> ofDevice(String deviceUuid) {
        return find(volume -> volume.deviceUuid().equals(deviceUuid));
    }

    /** Returns the thin pool of a volume. */
    LogicalVolume poolOf(LogicalVolume volume) throws VssException {
        return withUuid(volume.poolUuid())
                .orElseThrow(() ->
                        new VssException(
                                HResult.VSS_E_PROVIDER_VETO,
                                "LVM reports no thin pool for " + volume.fullName()));
    }

    Optional<LogicalVolume> find(Predicate<LogicalVolume> wanted) {
        return volumes.stream().filter(wanted).findFirst();
    }
}
