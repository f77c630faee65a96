package org.openvss;

/**
 * What a requester says of its backup; the arguments of {@code SetBackupState}.
 *
 * @param selectComponents whether single components are chosen (component mode)
 * @param bootableSystemState whether a bootable system state is saved
 * @param backupType kind of the backup
 * @param partialFileSupport whether parts of files can be saved
 */
public record BackupState(
        boolean selectComponents,
        boolean bootableSystemState,
        BackupType backupType,
        boolean partialFileSupport) {
    /** Returns the state of a full backup of whole volumes. */
    public static BackupState ofVolumes() {
        return new BackupState(false, false, BackupType.FULL, false);
    }
}
