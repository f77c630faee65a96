package org.openvss.documents;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.openvss.BackupType;
import org.openvss.ComponentType;
import org.openvss.FileRestoreStatus;
import org.openvss.RestoreMethod;
import org.openvss.RestoreTarget;
import org.openvss.RestoreType;
import org.openvss.RollForwardType;
import org.openvss.SourceType;
import org.openvss.UsageType;
import org.openvss.WriterRestore;

/**
 * The words of an enumeration in the documents. Each constant is written as one word; read are this
 * word and the name in the API with or without its prefix, in any case. A word that nobody knows is
 * {@code UNDEFINED}: a later Windows may have more of them, and one must not cost the document.
 */
final class Words<E extends Enum<E>> {
    static final Words<UsageType> USAGE =
            new Words<>(UsageType.class, UsageType.UNDEFINED, "VSS_UT_")
                    .word(UsageType.BOOTABLESYSTEMSTATE, "BOOTABLE_SYSTEM_STATE")
                    .word(UsageType.SYSTEMSERVICE, "SYSTEM_SERVICE")
                    .word(UsageType.USERDATA, "USER_DATA");

    static final Words<SourceType> SOURCE =
            new Words<>(SourceType.class, SourceType.UNDEFINED, "VSS_ST_")
                    .word(SourceType.TRANSACTEDDB, "TRANSACTION_DB")
                    .word(SourceType.NONTRANSACTEDDB, "NONTRANSACTION_DB");

    static final Words<RestoreMethod> METHOD =
            new Words<>(RestoreMethod.class, RestoreMethod.UNDEFINED, "VSS_RME_")
                    .word(RestoreMethod.RESTORE_IF_CAN_REPLACE, "RESTORE_IF_CAN_BE_REPLACED")
                    .word(RestoreMethod.RESTORE_AT_REBOOT, "REPLACE_AT_REBOOT")
                    .word(
                            RestoreMethod.RESTORE_AT_REBOOT_IF_CANNOT_REPLACE,
                            "REPLACE_AT_REBOOT_IF_CANNOT_REPLACE");

    static final Words<WriterRestore> WRITER_RESTORE =
            new Words<>(WriterRestore.class, WriterRestore.UNDEFINED, "VSS_WRE_")
                    .word(WriterRestore.UNDEFINED, "undefined")
                    .word(WriterRestore.NEVER, "never")
                    .word(WriterRestore.IF_REPLACE_FAILS, "ifReplaceFails")
                    .word(WriterRestore.ALWAYS, "always");

    static final Words<BackupType> BACKUP = lowerCase(BackupType.class, "VSS_BT_");

    static final Words<RestoreType> RESTORE =
            new Words<>(RestoreType.class, RestoreType.UNDEFINED, "VSS_RTYPE_")
                    .word(RestoreType.UNDEFINED, "undefined")
                    .word(RestoreType.BY_COPY, "byCopy")
                    .word(RestoreType.IMPORT, "import")
                    .word(RestoreType.OTHER, "other");

    static final Words<ComponentType> COMPONENT = lowerCase(ComponentType.class, "VSS_CT_");

    static final Words<FileRestoreStatus> FILE_STATUS =
            lowerCase(FileRestoreStatus.class, "VSS_RS_");

    static final Words<RollForwardType> ROLL_FORWARD = lowerCase(RollForwardType.class, "VSS_RF_");

    static final Words<RestoreTarget> TARGET =
            lowerCase(RestoreTarget.class, "VSS_RT_")
                    .word(RestoreTarget.ORIGINAL_LOCATION, "originalLocation");

    private final E unknown;
    private final Map<E, String> words;
    private final Map<String, E> constants = new HashMap<>();

    private Words(Class<E> type, E unknown, String prefix) {
        this.unknown = unknown;
        this.words = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            word(constant, constant.name());
            constants.put((prefix + constant.name()).toLowerCase(Locale.ROOT), constant);
        }
    }

    /** The first constant of each of these enumerations is UNDEFINED. */
    private static <E extends Enum<E>> Words<E> lowerCase(Class<E> type, String prefix) {
        Words<E> words = new Words<>(type, type.getEnumConstants()[0], prefix);
        for (E constant : type.getEnumConstants()) {
            words.word(constant, constant.name().toLowerCase(Locale.ROOT));
        }
        return words;
    }

    private Words<E> word(E constant, String word) {
        words.put(constant, word);
        constants.put(word.toLowerCase(Locale.ROOT), constant);
        return this;
    }

    String of(E constant) {
        String word = words.get(constant);
        return word == null ? constant.name() : word;
    }

    E parse(String word) {
        return constants.getOrDefault(word.toLowerCase(Locale.ROOT), unknown);
    }
}
