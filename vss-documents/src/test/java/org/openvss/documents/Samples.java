package org.openvss.documents;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openvss.ApplicationLevel;
import org.openvss.BackupSchema;
import org.openvss.BackupState;
import org.openvss.BackupType;
import org.openvss.Component;
import org.openvss.ComponentBackup;
import org.openvss.ComponentDependency;
import org.openvss.ComponentDescription;
import org.openvss.ComponentFailure;
import org.openvss.ComponentFlag;
import org.openvss.ComponentKey;
import org.openvss.ComponentRestore;
import org.openvss.ComponentType;
import org.openvss.DifferencedFiles;
import org.openvss.DirectedTarget;
import org.openvss.FileRestoreStatus;
import org.openvss.FileSet;
import org.openvss.FileSpecBackupType;
import org.openvss.HResult;
import org.openvss.PartialFile;
import org.openvss.RestoreMethod;
import org.openvss.RestoreSpecification;
import org.openvss.RestoreSubcomponent;
import org.openvss.RestoreTarget;
import org.openvss.RestoreType;
import org.openvss.RollForward;
import org.openvss.RollForwardType;
import org.openvss.ShadowCopySetId;
import org.openvss.SourceType;
import org.openvss.UsageType;
import org.openvss.VssException;
import org.openvss.WriterComponents;
import org.openvss.WriterId;
import org.openvss.WriterIdentity;
import org.openvss.WriterInstanceId;
import org.openvss.WriterMetadata;
import org.openvss.WriterMetadataBuilder;
import org.openvss.WriterRestore;
import org.openvss.WriterVersion;

/** Documents that the tests read and write, and the models that they mean. */
final class Samples {
    static final WriterId LEDGER =
            new WriterId(UUID.fromString("0a1b2c3d-0000-4000-8000-000000000001"));
    static final WriterInstanceId INSTANCE =
            new WriterInstanceId(UUID.fromString("7c0f3a52-0000-4000-8000-0000000000aa"));

    /** A writer as VSS writes it; the line breaks are only for reading. */
    static final String WRITER =
            oneLine(
                    """
                    <WRITER_METADATA xmlns="x-schema:#VssWriterMetadataInfo" version="1.2" backupSchema="33">
                    <IDENTIFICATION writerId="0a1b2c3d-0000-4000-8000-000000000001"
                     instanceId="7c0f3a52-0000-4000-8000-0000000000aa" instanceName="ledger-01"
                     friendlyName="Ledger Writer" usage="USER_DATA" dataSource="TRANSACTION_DB"
                     majorVersion="1" minorVersion="0"/>
                    <RESTORE_METHOD method="RESTORE_IF_CAN_BE_REPLACED" writerRestore="always" rebootRequired="no">
                    <ALTERNATE_LOCATION_MAPPING path="/srv/ledger/conf" filespec="*.cfg" recursive="no"
                     alternatePath="/srv/ledger/conf.restored"/>
                    </RESTORE_METHOD>
                    <BACKUP_LOCATIONS>
                    <FILE_GROUP logicalPath="Settings" componentName="Config" caption="Configuration"
                     restoreMetadata="no" notifyOnBackupComplete="yes" selectable="no"
                     selectableForRestore="no" componentFlags="0">
                    <FILE_LIST path="/srv/ledger/conf" filespec="*.cfg" filespecBackupType="3855"/>
                    <FILE_LIST path="/srv/ledger/templates" filespec="*" recursive="yes" filespecBackupType="257"/>
                    </FILE_GROUP>
                    <DATABASE logicalPath="Books" componentName="y2031" restoreMetadata="no"
                     notifyOnBackupComplete="yes" selectable="yes" selectableForRestore="yes" componentFlags="1">
                    <DATABASE_FILES path="/srv/ledger/db" filespec="y2031.dat" filespecBackupType="3855"/>
                    <DATABASE_LOGFILES path="/srv/ledger/db" filespec="y2031*.log" filespecBackupType="3855"/>
                    <DEPENDENCY writerId="0a1b2c3d-0000-4000-8000-000000000002" logicalPath="" componentName="Keys"/>
                    </DATABASE>
                    <EXCLUDE_FILES path="/srv/ledger/db" filespec="*.tmp" recursive="yes"/>
                    <EXCLUDE_FILES_FROM_SNAPSHOT path="/srv/ledger/cache" filespec="*" recursive="yes"/>
                    </BACKUP_LOCATIONS>
                    </WRITER_METADATA>
                    """);

    /** A backup as VSS writes it. */
    static final String BACKUP =
            oneLine(
                    """
                    <BACKUP_COMPONENTS xmlns="x-schema:#VssComponentMetadata" version="1.2"
                     bootableSystemStateBackup="no" selectComponents="yes" backupType="full"
                     partialFileSupport="yes" snapshotSetId="5f2d9c10-0000-4000-8000-00000000beef">
                    <WRITER_COMPONENTS instanceId="7c0f3a52-0000-4000-8000-0000000000aa"
                     writerId="0a1b2c3d-0000-4000-8000-000000000001" instanceName="ledger-01" backupSchema="33">
                    <COMPONENT logicalPath="Settings" componentName="Config" componentType="filegroup" backupSucceeded="yes"/>
                    <COMPONENT logicalPath="Books" componentName="y2031" componentType="database"
                     backupStamp="lsn:0000A41F" backupSucceeded="yes">
                    <BACKUP_METADATA metadata="cGFnZXM9NDA5Ng=="/>
                    <PARTIAL_FILE path="/srv/ledger/db" filename="y2031.dat" ranges="0:4096,0x10000:8192"/>
                    </COMPONENT>
                    </WRITER_COMPONENTS>
                    </BACKUP_COMPONENTS>
                    """);

    /**
     * A writer in the manner of Windows: upper-case GUIDs, the restore method last, a line break in
     * a caption, variables and volume names in paths, masks beyond what is known here.
     */
    static final String WINDOWS_WRITER =
            oneLine(
                    """
                    <WRITER_METADATA xmlns="x-schema:#VssWriterMetadataInfo" version="1.2" backupSchema="2929">
                    <IDENTIFICATION writerId="5AFFB034-969F-4919-8875-88F830D0EF89"
                     instanceId="{1B4E28BA-2FA1-11D2-883F-0016D3CCA427}" friendlyName="Stock &amp; Orders"
                     usage="BOOTABLE_SYSTEM_STATE" dataSource="OTHER"/>
                    <BACKUP_LOCATIONS>
                    <EXCLUDE_FILES path="\\System Volume Information\\Heat" filespec="*.*" recursive="yes"/>
                    <FILE_GROUP logicalPath="C:_Windows_NTDS" componentName="ntds" caption="first&#xA;second"
                     restoreMetadata="no" notifyOnBackupComplete="no" selectable="no"
                     selectableForRestore="no" componentFlags="12">
                    <FILE_LIST path="%SystemRoot%\\System32\\" filespec="Perfc???.dat" recursive="no" filespecBackupType="3855"/>
                    <FILE_LIST path="\\\\?\\Volume{6f9619ff-8b86-d011-b42d-00c04fc964ff}\\Boot" filespec="*.*" recursive="yes"/>
                    </FILE_GROUP>
                    <FILE_GROUP componentName="Empty node" caption="" restoreMetadata="no"
                     notifyOnBackupComplete="no" selectable="yes" selectableForRestore="no" componentFlags="0"/>
                    <EXCLUDE_FILES path="%ProgramData%" filespec="*.tmp" recursive="no"/>
                    </BACKUP_LOCATIONS>
                    <RESTORE_METHOD method="REPLACE_AT_REBOOT_IF_CANNOT_REPLACE" writerRestore="never" rebootRequired="yes"/>
                    </WRITER_METADATA>
                    """);

    /**
     * A backup in the manner of Windows: metadata outside the namespace, the namespace repeated,
     * and things that this version does not know.
     */
    static final String WINDOWS_BACKUP =
            oneLine(
                    """
                    <BACKUP_COMPONENTS xmlns="x-schema:#VssComponentMetadata" version="1.2"
                     bootableSystemStateBackup="yes" selectComponents="yes" backupType="full"
                     partialFileSupport="no" snapshotSetId="5F2D9C10-0000-4000-8000-00000000BEEF" futureFlag="yes">
                    <WRITER_COMPONENTS xmlns="x-schema:#VssComponentMetadata"
                     instanceId="1b4e28ba-2fa1-11d2-883f-0016d3cca427"
                     writerId="5affb034-969f-4919-8875-88f830d0ef89" backupSchema="0">
                    <COMPONENT componentName="Stock" componentType="filegroup" backupStamp="7" nextYear="2032">
                    <BACKUP_METADATA xmlns="" metadata="AAEC"/>
                    <REPLICA host="b" ><PART n="1"/>text</REPLICA>
                    </COMPONENT>
                    </WRITER_COMPONENTS>
                    <SNAPSHOT_SET snapshotSetId="5f2d9c10-0000-4000-8000-00000000beef" context="9">
                    <SNAPSHOT snapshotId="5f2d9c10-0000-4000-8000-00000000beee"/>
                    </SNAPSHOT_SET>
                    </BACKUP_COMPONENTS>
                    """);

    private Samples() {}

    private static String oneLine(String text) {
        return text.lines().collect(Collectors.joining());
    }

    /** Returns what {@link #WRITER} means. */
    static WriterMetadata ledger() throws VssException {
        return new WriterMetadataBuilder(
                        new WriterIdentity(
                                LEDGER,
                                INSTANCE,
                                "Ledger Writer",
                                "ledger-01",
                                new WriterVersion(1, 0),
                                UsageType.USERDATA,
                                SourceType.TRANSACTEDDB))
                .backupSchema(Set.of(BackupSchema.DIFFERENTIAL, BackupSchema.TIMESTAMPED))
                .restore(
                        new RestoreSpecification(
                                RestoreMethod.RESTORE_IF_CAN_REPLACE,
                                null,
                                null,
                                WriterRestore.ALWAYS,
                                false,
                                List.of(
                                        new FileSet(
                                                "/srv/ledger/conf",
                                                "*.cfg",
                                                false,
                                                "/srv/ledger/conf.restored",
                                                FileSpecBackupType.DEFAULT))))
                .component(config())
                .component(books())
                .excludedFiles(
                        new FileSet(
                                "/srv/ledger/db", "*.tmp", true, null, FileSpecBackupType.DEFAULT))
                .excludedFromSnapshot(FileSet.everythingIn("/srv/ledger/cache"))
                .build();
    }

    private static ComponentDescription config() {
        return new ComponentDescription(
                ComponentType.FILEGROUP,
                "Settings",
                "Config",
                "Configuration",
                null,
                false,
                true,
                false,
                false,
                Set.of(),
                List.of(
                        FileSet.of("/srv/ledger/conf", "*.cfg"),
                        new FileSet(
                                "/srv/ledger/templates",
                                "*",
                                true,
                                null,
                                Set.of(
                                        FileSpecBackupType.FULL_BACKUP_REQUIRED,
                                        FileSpecBackupType.FULL_SNAPSHOT_REQUIRED))),
                List.of(),
                List.of(),
                List.of());
    }

    private static ComponentDescription books() throws VssException {
        return new ComponentDescription(
                ComponentType.DATABASE,
                "Books",
                "y2031",
                null,
                null,
                false,
                true,
                true,
                true,
                Set.of(ComponentFlag.BACKUP_RECOVERY),
                List.of(),
                List.of(FileSet.of("/srv/ledger/db", "y2031.dat")),
                List.of(FileSet.of("/srv/ledger/db", "y2031*.log")),
                List.of(
                        new ComponentDependency(
                                WriterId.parse("0a1b2c3d-0000-4000-8000-000000000002"),
                                "",
                                "Keys")));
    }

    /** Returns a writer with what only this project has, and names that XML cannot hold. */
    static WriterMetadata strange() throws VssException {
        return new WriterMetadataBuilder(
                        new WriterIdentity(
                                LEDGER,
                                INSTANCE,
                                "\"Ledger\" <&> 'Writer'",
                                null,
                                WriterVersion.NONE,
                                UsageType.OTHER,
                                SourceType.NONTRANSACTEDDB))
                .level(ApplicationLevel.BACK_END)
                .affectedPath("/srv/bytes-\uDCFF\uDC80_x005F__xDC80_")
                .affectedPath("/srv/\t\r\n\u0001")
                .restore(
                        new RestoreSpecification(
                                RestoreMethod.STOP_RESTORE_START,
                                "ledger.service",
                                "",
                                WriterRestore.IF_REPLACE_FAILS,
                                true,
                                List.of()))
                .component(
                        ComponentDescription.fileGroup("", "root")
                                .icon("AAEC")
                                .files(
                                        new FileSet(
                                                "/srv/\uD83D\uDE00",
                                                "?_x0041_*",
                                                false,
                                                "/spit",
                                                Set.of()))
                                .build())
                .build();
    }

    /** Returns a backup in which everything was noted that can be. */
    static BackupComponentsDocument everything() {
        ComponentKey key = new ComponentKey(LEDGER, ComponentType.DATABASE, "Books", "y2031");
        ComponentBackup backup =
                new ComponentBackup(
                        false,
                        "options\n\"quoted\"",
                        "metadata",
                        "stamp",
                        "previous",
                        List.of(
                                new PartialFile("/srv", "a", "0:1,0x10:2", "m"),
                                new PartialFile("/srv", "b", "File=/srv/ranges", null)),
                        List.of(
                                new DifferencedFiles(
                                        "/srv",
                                        "*",
                                        true,
                                        Instant.parse("2031-01-02T03:04:05.123456700Z")),
                                new DifferencedFiles("/srv", "b*", false, null)),
                        "prepare failed",
                        "post failed");
        ComponentFailure failure =
                new ComponentFailure(
                        HResult.VSS_E_WRITERERROR_RETRYABLE, 0x80070005, "no access to <files>");
        return new BackupComponentsDocument(
                new BackupState(true, true, BackupType.INCREMENTAL, true),
                RestoreType.IMPORT,
                ShadowCopySetId.random(),
                List.of(
                        new WriterComponents(
                                LEDGER,
                                INSTANCE,
                                null,
                                Set.of(BackupSchema.LAST_MODIFY, BackupSchema.INCREMENTAL),
                                List.of(
                                        new Component(key, backup, everythingRestored(), failure),
                                        Component.of(
                                                new ComponentKey(
                                                        LEDGER,
                                                        ComponentType.FILEGROUP,
                                                        "",
                                                        "Config"))))),
                Unknown.NONE);
    }

    private static ComponentRestore everythingRestored() {
        return new ComponentRestore(
                true,
                true,
                "\"Authoritative\"=\"All\"",
                "restore metadata",
                RestoreTarget.ORIGINAL_LOCATION,
                List.of(new DirectedTarget("/a", "b", "0:1", "/c", "d", "5:1")),
                List.of(place("/conf", "*.cfg", "/conf.used")),
                List.of(place("/db", "*", "/db.new")),
                List.of(new RestoreSubcomponent("Books\\y2031", "January")),
                "pre failed",
                "post failed",
                FileRestoreStatus.FAILED,
                true,
                new RollForward(RollForwardType.PARTIAL, "lsn 7"),
                "Books\\y2032",
                INSTANCE);
    }

    private static FileSet place(String path, String filespec, String other) {
        return new FileSet(path, filespec, true, other, FileSpecBackupType.DEFAULT);
    }
}
