package org.openvss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compares every mirrored enumeration with a table that was typed from the documentation. */
class EnumerationsTest {
    private record Enumeration(String original, Class<?> type, Map<String, Integer> constants) {}

    @TestFactory
    Stream<DynamicTest> constantsCarryTheirDocumentedNamesAndNumbers() throws Exception {
        return documented().stream()
                .map(expected ->
                        DynamicTest.dynamicTest(expected.original(), () -> compare(expected)));
    }

    private static void compare(Enumeration expected) throws ReflectiveOperationException {
        Mirrors mirrors = expected.type().getAnnotation(Mirrors.class);
        assertThat(mirrors).isNotNull();
        assertThat(mirrors.value()).containsExactly(expected.original());
        Method number =
                expected.type()
                        .getMethod(
                                MaskBit.class.isAssignableFrom(expected.type()) ? "bit" : "value");
        Method name = expected.type().getMethod("documentedName");
        Map<String, Integer> ours = new LinkedHashMap<>();
        for (Object constant : expected.type().getEnumConstants()) {
            ours.put((String) name.invoke(constant), (Integer) number.invoke(constant));
        }
        assertThat(ours).containsExactlyInAnyOrderEntriesOf(expected.constants());
    }

    @Test
    void bitsOfAMaskAreDistinctSingleBits() throws Exception {
        assertThat(documented())
                .filteredOn(one -> MaskBit.class.isAssignableFrom(one.type()))
                .hasSizeGreaterThan(6)
                .allSatisfy(one -> {
                    assertThat(one.constants().values()).doesNotHaveDuplicates();
                    assertThat(one.constants().values())
                            .allSatisfy(bit -> assertThat(Integer.bitCount(bit)).isEqualTo(1));
                });
    }

    @Test
    void masksTurnIntoSetsAndBack() throws VssException {
        Set<BackupSchema> schema = MaskBit.ofMask(BackupSchema.class, 0x371);
        assertThat(schema)
                .containsExactlyInAnyOrder(
                        BackupSchema.DIFFERENTIAL,
                        BackupSchema.COPY,
                        BackupSchema.TIMESTAMPED,
                        BackupSchema.LAST_MODIFY,
                        BackupSchema.WRITER_SUPPORTS_NEW_TARGET,
                        BackupSchema.WRITER_SUPPORTS_RESTORE_WITH_MOVE);
        assertThat(MaskBit.toMask(schema)).isEqualTo(0x371);
        assertThat(ShadowCopyAttribute.ofMask(0x19))
                .isEqualTo(ShadowCopyContext.NAS_ROLLBACK.attributes());
    }

    @Test
    void bitsThatVssDoesNotDefineAreRefused() {
        assertThatThrownBy(() -> MaskBit.ofMask(BackupSchema.class, 0x0801))
                .isInstanceOf(VssException.class)
                .hasMessageContaining("E_INVALIDARG")
                .hasMessageContaining("0x800");
        assertThatThrownBy(() -> ShadowCopyAttribute.ofMask(0x08000000))
                .hasMessageContaining("0x8000000");
    }

    @Test
    void fileSetsNeedEverythingUnlessTheirWriterSaysOtherwise() {
        assertThat(MaskBit.toMask(FileSpecBackupType.DEFAULT)).isEqualTo(0xF0F);
        assertThat(MaskBit.toMask(FileSpecBackupType.ALL_BACKUP_REQUIRED)).isEqualTo(0xF);
        assertThat(MaskBit.toMask(FileSpecBackupType.ALL_SNAPSHOT_REQUIRED)).isEqualTo(0xF00);
    }

    @Test
    void contextsSayWhetherWritersTakePartAndCopiesStay() {
        assertThat(Stream.of(ShadowCopyContext.values()).filter(ShadowCopyContext::hasWriters))
                .containsExactly(
                        ShadowCopyContext.BACKUP,
                        ShadowCopyContext.APP_ROLLBACK,
                        ShadowCopyContext.CLIENT_ACCESSIBLE_WRITERS);
        assertThat(Stream.of(ShadowCopyContext.values()).filter(ShadowCopyContext::isPersistent))
                .containsExactly(
                        ShadowCopyContext.NAS_ROLLBACK,
                        ShadowCopyContext.APP_ROLLBACK,
                        ShadowCopyContext.CLIENT_ACCESSIBLE,
                        ShadowCopyContext.CLIENT_ACCESSIBLE_WRITERS);
    }

    @Test
    void contextsAreFoundByTheNameOfTheCommandLine() throws VssException {
        for (ShadowCopyContext context : ShadowCopyContext.values()) {
            assertThat(ShadowCopyContext.ofCommandName(context.commandName())).isEqualTo(context);
        }
        assertThat(ShadowCopyContext.APP_ROLLBACK.commandName()).isEqualTo("app-rollback");
        assertThatThrownBy(() -> ShadowCopyContext.ofCommandName("backups"))
                .hasMessageContaining("E_INVALIDARG")
                .hasMessageContaining("nas-rollback");
    }

    private static List<Enumeration> documented() throws IOException, ClassNotFoundException {
        String text;
        try (InputStream table =
                Objects.requireNonNull(
                        EnumerationsTest.class.getResourceAsStream("enumerations.txt"))) {
            text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Enumeration> all = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("[")) {
                String[] head = line.substring(1, line.length() - 1).split(" ", -1);
                all.add(
                        new Enumeration(
                                head[0],
                                Class.forName("org.openvss." + head[1]),
                                new LinkedHashMap<>()));
            } else if (line.startsWith("VSS_")) {
                String[] row = line.split(" ", -1);
                all.getLast().constants().put(row[0], Long.decode(row[1]).intValue());
            }
        }
        return all;
    }
}
