package org.openvss.provider.lvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.records.CopyRecord;
import org.openvss.records.Json;
import org.openvss.records.RecordException;

/** Records survive in tags, as LVM allows them. */
class CopyTagsTest {
    private static LogicalVolume volume(List<String> tags) {
        return new LogicalVolume(
                "vg", "", "wz--n-", 0, 4096, "lv", "", "", "thin", 0, "", "", "", -1, -1, -1, tags);
    }

    /** A record that does not compress well, with a path that is not UTF-8. */
    private static CopyRecord record() {
        StringBuilder noise = new StringBuilder();
        new Random(1).ints(4000, ' ', 0x2000).forEach(character -> noise.append((char) character));
        Volume volume =
                new Volume(
                        "ext4:1", 254, 3, "ext4", "1", "/srv/\uDCFF", "/", "/dev/dm-3", 7, false);
        return new CopyRecord(
                ShadowCopyId.random(),
                ShadowCopySetId.random(),
                volume,
                null,
                null,
                Json.object().put("noise", noise.toString()));
    }

    @Test
    void aRecordIsReadBackWhateverTheOrderOfItsTags() throws Exception {
        CopyRecord record = record();
        List<String> tags = new ArrayList<>(CopyTags.of(record));
        assertThat(tags).hasSizeGreaterThan(12).allMatch(tag -> tag.length() <= 1024);
        assertThat(tags).allMatch(tag -> tag.matches("[A-Za-z0-9_+./=!:#&-]+"));
        Collections.sort(tags);

        assertThat(CopyTags.record(volume(tags))).isEqualTo(record);
        assertThat(CopyTags.copy(volume(tags))).contains(record.copy());
    }

    @Test
    void whatIsMissingOrDamagedIsSaid() {
        List<String> tags = new ArrayList<>(CopyTags.of(record()));
        tags.removeLast();
        assertThatThrownBy(() -> CopyTags.record(volume(tags))).isInstanceOf(RecordException.class);
        assertThatThrownBy(() -> CopyTags.record(volume(List.of("openvss"))))
                .isInstanceOf(RecordException.class);
        assertThatThrownBy(() -> CopyTags.record(volume(List.of("openvss.record.x=AAAA"))))
                .isInstanceOf(RecordException.class);
    }

    @Test
    void onlyOurOwnTagsChange() {
        CopyRecord record = record();
        List<String> present = new ArrayList<>(CopyTags.of(record));
        present.add("backup");
        present.add("openvss.record.99=old");

        assertThat(CopyTags.change(present, record))
                .containsExactly("--deltag", "openvss.record.99=old");
        assertThat(CopyTags.copy(volume(List.of("openvss.copy=none", "other")))).isEmpty();
    }

    @Test
    void anOriginalForgetsOnlyTheRevert() {
        CopyRecord record = record();
        List<String> options = CopyTags.forReverting(List.of("backup"), record);
        assertThat(options).contains("openvss.reverting=" + record.copy()).doesNotContain("backup");
        List<String> tags = new ArrayList<>(options);
        tags.removeAll(List.of("--addtag", "--deltag", "openvss.reverting="));
        assertThat(CopyTags.reverting(volume(tags))).contains(record.copy());
        tags.add("backup");
        assertThat(CopyTags.withoutReverting(tags))
                .filteredOn(word -> !word.equals("--deltag"))
                .containsExactlyInAnyOrderElementsOf(
                        tags.stream().filter(tag -> !tag.equals("backup")).toList());
    }
}
