package org.openvss.coordinator;

import org.openvss.HResult;
import org.openvss.WriterState;

/**
 * An event with the state of a writer that handled it, of one that did not, and the code of one
 * that did not answer: between freeze and thaw it has exceeded its limit, elsewhere it does not
 * respond.
 */
enum WriterEvent {
    PREPARE_BACKUP(
            "prepareBackup",
            WriterState.STABLE,
            WriterState.FAILED_AT_PREPARE_BACKUP,
            HResult.VSS_E_WRITER_NOT_RESPONDING),
    PREPARE_SNAPSHOT(
            "prepareSnapshot",
            WriterState.WAITING_FOR_FREEZE,
            WriterState.FAILED_AT_PREPARE_SNAPSHOT,
            HResult.VSS_E_WRITER_NOT_RESPONDING),
    FREEZE(
            "freeze",
            WriterState.WAITING_FOR_THAW,
            WriterState.FAILED_AT_FREEZE,
            HResult.VSS_E_WRITERERROR_TIMEOUT),
    PROVE_FROZEN(
            "proveFrozen",
            WriterState.WAITING_FOR_THAW,
            WriterState.FAILED_AT_FREEZE,
            HResult.VSS_E_WRITERERROR_TIMEOUT),
    THAW(
            "thaw",
            WriterState.WAITING_FOR_POST_SNAPSHOT,
            WriterState.FAILED_AT_THAW,
            HResult.VSS_E_WRITERERROR_TIMEOUT),
    POST_SNAPSHOT(
            "postSnapshot",
            WriterState.WAITING_FOR_BACKUP_COMPLETE,
            WriterState.FAILED_AT_POST_SNAPSHOT,
            HResult.VSS_E_WRITER_NOT_RESPONDING),
    BACKUP_COMPLETE(
            "backupComplete",
            WriterState.STABLE,
            WriterState.FAILED_AT_BACKUP_COMPLETE,
            HResult.VSS_E_WRITER_NOT_RESPONDING),
    BACKUP_SHUTDOWN(
            "backupShutdown",
            WriterState.STABLE,
            WriterState.FAILED_AT_BACKUPSHUTDOWN,
            HResult.VSS_E_WRITER_NOT_RESPONDING),
    PRE_RESTORE(
            "preRestore",
            WriterState.STABLE,
            WriterState.FAILED_AT_PRE_RESTORE,
            HResult.VSS_E_WRITER_NOT_RESPONDING),
    POST_RESTORE(
            "postRestore",
            WriterState.STABLE,
            WriterState.FAILED_AT_POST_RESTORE,
            HResult.VSS_E_WRITER_NOT_RESPONDING);

    final String handler;
    final WriterState success;
    final WriterState failure;
    final HResult overrun;

    WriterEvent(String handler, WriterState success, WriterState failure, HResult overrun) {
        this.handler = handler;
        this.success = success;
        this.failure = failure;
        this.overrun = overrun;
    }
}
