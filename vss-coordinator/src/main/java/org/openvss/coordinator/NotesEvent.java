package org.openvss.coordinator;

/** The events in which a writer sees its components. */
enum NotesEvent {
    PREPARE_FOR_BACKUP("PrepareForBackup", true, false),
    POST_SNAPSHOT("PostSnapshot", true, false),
    BACKUP_COMPLETE("BackupComplete", false, false),
    PRE_RESTORE("PreRestore", false, true),
    POST_RESTORE("PostRestore", false, false);

    final String title;
    final boolean takesBackupNotes;
    final boolean takesRestoreNotes;

    NotesEvent(String title, boolean takesBackupNotes, boolean takesRestoreNotes) {
        this.title = title;
        this.takesBackupNotes = takesBackupNotes;
        this.takesRestoreNotes = takesRestoreNotes;
    }
}
