package org.openvss;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every result code of VSS with its documented name and number, as in {@code vsserror.h} and the
 * generic COM codes that VSS uses.
 */
public enum HResult {
    /** Success. */
    S_OK(0x00000000),
    /**
     * "value not set" from optional getters; end of list from `Next`; writer infrastructure
     * inactive from `Initialize`.
     */
    S_FALSE(0x00000001),
    /** Provider lacks the optional operation (revert, protection, resync). */
    E_NOTIMPL(0x80004001),
    /** Null out pointer in enumerators. */
    E_POINTER(0x80004003),
    /** Not a legal provider result; gets converted. */
    E_ABORT(0x80004004),
    /** Internal error; not a legal provider result. */
    E_FAIL(0x80004005),
    /** Older systems' name for VSS_E_UNEXPECTED (before Windows 7/2008 R2). */
    E_UNEXPECTED(0x8000FFFF),
    /** Caller lacks backup privilege / is not administrator. */
    E_ACCESSDENIED(0x80070005),
    /** Memory or other system resource exhausted. */
    E_OUTOFMEMORY(0x8007000E),
    /** Bad parameter, null required pointer. */
    E_INVALIDARG(0x80070057),
    /**
     * Object not initialised, initialised for the other kind of operation, or call out of sequence;
     * for provider-level calls also "no provider supports it".
     */
    VSS_E_BAD_STATE(0x80042301),
    /** Unexpected internal error; details are written to the event log. */
    VSS_E_UNEXPECTED(0x80042302),
    /** RegisterProvider with an id that is already registered. */
    VSS_E_PROVIDER_ALREADY_REGISTERED(0x80042303),
    /** Provider id unknown. */
    VSS_E_PROVIDER_NOT_REGISTERED(0x80042304),
    /** Provider failed in an anticipated way and logged an event saying why. */
    VSS_E_PROVIDER_VETO(0x80042306),
    /** Provider cannot be unregistered/unloaded now, it is in use. */
    VSS_E_PROVIDER_IN_USE(0x80042307),
    /** Named shadow copy, set, volume, component, writer, index or association does not exist. */
    VSS_E_OBJECT_NOT_FOUND(0x80042308),
    /** Async still running. */
    VSS_S_ASYNC_PENDING(0x00042309),
    /** Async ended successfully. */
    VSS_S_ASYNC_FINISHED(0x0004230A),
    /** Async was cancelled. */
    VSS_S_ASYNC_CANCELLED(0x0004230B),
    /** No provider supports the volume (or the requested attributes on it). */
    VSS_E_VOLUME_NOT_SUPPORTED(0x8004230C),
    /** Duplicate component, association, or second SetBackupMetadata. */
    VSS_E_OBJECT_ALREADY_EXISTS(0x8004230D),
    /** The explicitly named provider does not support the volume. */
    VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER(0x8004230E),
    /** Provider returned a code it may not return; coordinator logged it. */
    VSS_E_UNEXPECTED_PROVIDER_ERROR(0x8004230F),
    /** XML is syntactically/structurally corrupt. */
    VSS_E_CORRUPT_XML_DOCUMENT(0x80042310),
    /** XML is not a valid document of the expected kind. */
    VSS_E_INVALID_XML_DOCUMENT(0x80042311),
    /** Set already holds the maximum (64); the volume was not added. */
    VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED(0x80042312),
    /** File systems could not be flushed in time. */
    VSS_E_FLUSH_WRITES_TIMEOUT(0x80042313),
    /** Writes could not be held (or stayed held) in the 10 s window. */
    VSS_E_HOLD_WRITES_TIMEOUT(0x80042314),
    /** Unexpected failure while talking to writers. */
    VSS_E_UNEXPECTED_WRITER_ERROR(0x80042315),
    /** Another set is between StartSnapshotSet and the end of DoSnapshotSet. */
    VSS_E_SNAPSHOT_SET_IN_PROGRESS(0x80042316),
    /** The volume/provider already has the maximum number of shadow copies. */
    VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED(0x80042317),
    /** Event transport to writers does not work. */
    VSS_E_WRITER_INFRASTRUCTURE(0x80042318),
    /** Writer did not answer (set by VSS, not by the writer). */
    VSS_E_WRITER_NOT_RESPONDING(0x80042319),
    /** Subscribe called twice. */
    VSS_E_WRITER_ALREADY_SUBSCRIBED(0x8004231A),
    /**
     * Shadow copy is of a type for which the operation is not allowed (e.g. revert of
     * nonpersistent).
     */
    VSS_E_UNSUPPORTED_CONTEXT(0x8004231B),
    /** Volume could not be locked; or diff area is in use. */
    VSS_E_VOLUME_IN_USE(0x8004231D),
    /** Source volume has its maximum of storage areas. */
    VSS_E_MAXIMUM_DIFFAREA_ASSOCIATIONS_REACHED(0x8004231E),
    /** Not enough space for the copy / storage area. */
    VSS_E_INSUFFICIENT_STORAGE(0x8004231F),
    /** Import ended with none of the copies imported. */
    VSS_E_NO_SNAPSHOTS_IMPORTED(0x80042320),
    /** Import succeeded only in part (success code). */
    VSS_S_SOME_SNAPSHOTS_NOT_IMPORTED(0x00042321),
    /** Same, failure flavour. */
    VSS_E_SOME_SNAPSHOTS_NOT_IMPORTED(0x80042321),
    /** Too many remote file servers in one set. */
    VSS_E_MAXIMUM_NUMBER_OF_REMOTE_MACHINES_REACHED(0x80042322),
    /** Remote file server unreachable. */
    VSS_E_REMOTE_SERVER_UNAVAILABLE(0x80042323),
    /** Remote server lacks the file-share shadow copy service. */
    VSS_E_REMOTE_SERVER_UNSUPPORTED(0x80042324),
    /** A revert is already running on the volume. */
    VSS_E_REVERT_IN_PROGRESS(0x80042325),
    /** Volume being reverted was lost. */
    VSS_E_REVERT_VOLUME_LOST(0x80042326),
    /** Provider hit an error that needs a restart. */
    VSS_E_REBOOT_REQUIRED(0x80042327),
    /** Transaction managers (DTC/KTM) could not be frozen in time. */
    VSS_E_TRANSACTION_FREEZE_TIMEOUT(0x80042328),
    /** Transaction managers could not be thawed in time. */
    VSS_E_TRANSACTION_THAW_TIMEOUT(0x80042329),
    /** LUN resync would overwrite a volume not in the recovery set. */
    VSS_E_UNSELECTED_VOLUME(0x8004232A),
    /** Copy id not in the Backup Components Document. */
    VSS_E_SNAPSHOT_NOT_IN_SET(0x8004232B),
    /**
     * Volume nested too deep (virtual disk inside virtual disk, or virtual disk together with its
     * host volume).
     */
    VSS_E_NESTED_VOLUME_LIMIT(0x8004232C),
    /** Clustered volume is not owned by this node. */
    VSS_E_VOLUME_NOT_LOCAL(0x8004232D),
    /** Cluster operation timed out. */
    VSS_E_CLUSTER_TIMEOUT(0x8004232E),
    /** Value not supported for this (express) writer. */
    VSS_E_NOT_SUPPORTED(0x8004232F),
    /** Some components failed; ask each component's GetFailure. */
    VSS_E_WRITERERROR_PARTIAL_FAILURE(0x80042336),
    /** Set covers only part of the volumes the writer needs. */
    VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT(0x800423F0),
    /** Writer ran out of resources. */
    VSS_E_WRITERERROR_OUTOFRESOURCES(0x800423F1),
    /** Freeze→thaw exceeded the writer's limit. */
    VSS_E_WRITERERROR_TIMEOUT(0x800423F2),
    /** Transient; whole process may be retried. */
    VSS_E_WRITERERROR_RETRYABLE(0x800423F3),
    /** Would fail again. */
    VSS_E_WRITERERROR_NONRETRYABLE(0x800423F4),
    /** Auto-recovery of the created copy failed. */
    VSS_E_WRITERERROR_RECOVERY_FAILED(0x800423F5),
    /** Break failed: disk ids could not be set back. */
    VSS_E_BREAK_REVERT_ID_FAILED(0x800423F6),
    /** Provider version too old for the operation. */
    VSS_E_LEGACY_PROVIDER(0x800423F7),
    /** Expected disk did not arrive on import/resync. */
    VSS_E_MISSING_DISK(0x800423F8),
    /** Expected hidden volume did not arrive. */
    VSS_E_MISSING_HIDDEN_VOLUME(0x800423F9),
    /** Expected volume did not arrive. */
    VSS_E_MISSING_VOLUME(0x800423FA),
    /** Auto-recovery phase failed. */
    VSS_E_AUTORECOVERY_FAILED(0x800423FB),
    /** Error with dynamic disks involved. */
    VSS_E_DYNAMIC_DISK_ERROR(0x800423FC),
    /** Document given to import is for a non-transportable set. */
    VSS_E_NONTRANSPORTABLE_BCD(0x800423FD),
    /** MBR signature / GPT id could not be set as asked. */
    VSS_E_CANNOT_REVERT_DISKID(0x800423FE),
    /** Another resync runs. */
    VSS_E_RESYNC_IN_PROGRESS(0x800423FF),
    /** Cluster error. */
    VSS_E_CLUSTER_ERROR(0x80042400),
    /** System recovery: disk could not be assigned. */
    VSS_E_ASRERROR_DISK_ASSIGNMENT_FAILED(0x80042401),
    /** Disk could not be recreated. */
    VSS_E_ASRERROR_DISK_RECREATION_FAILED(0x80042402),
    /** Firmware path missing. */
    VSS_E_ASRERROR_NO_ARCPATH(0x80042403),
    /** Dynamic disk missing. */
    VSS_E_ASRERROR_MISSING_DYNDISK(0x80042404),
    /** Critical disk is shared. */
    VSS_E_ASRERROR_SHARED_CRIDISK(0x80042405),
    /** Data disk sits in the system-disk slot. */
    VSS_E_ASRERROR_DATADISK_RDISK0(0x80042406),
    /** System-disk slot too small. */
    VSS_E_ASRERROR_RDISK0_TOOSMALL(0x80042407),
    /** Critical disks too small. */
    VSS_E_ASRERROR_CRITICAL_DISKS_TOO_SMALL(0x80042408),
    /** Status unavailable, e.g. writer out of session slots (set by VSS). */
    VSS_E_WRITER_STATUS_NOT_AVAILABLE(0x80042409),
    /** Dynamic virtual disk unsupported. */
    VSS_E_ASRERROR_DYNAMIC_VHD_NOT_SUPPORTED(0x8004240A),
    /** Critical volume on an invalid disk. */
    VSS_E_CRITICAL_VOLUME_ON_INVALID_DISK(0x80042411),
    /** | ASR. */
    VSS_E_ASRERROR_RDISK_FOR_SYSTEM_DISK_NOT_FOUND(0x80042412),
    /** | ASR. */
    VSS_E_ASRERROR_NO_PHYSICAL_DISK_AVAILABLE(0x80042413),
    /** | ASR. */
    VSS_E_ASRERROR_FIXED_PHYSICAL_DISK_AVAILABLE_AFTER_DISK_EXCLUSION(0x80042414),
    /** | ASR. */
    VSS_E_ASRERROR_CRITICAL_DISK_CANNOT_BE_EXCLUDED(0x80042415),
    /** | ASR. */
    VSS_E_ASRERROR_SYSTEM_PARTITION_HIDDEN(0x80042416),
    /** Remote file-share shadow copy operation timed out. */
    VSS_E_FSS_TIMEOUT(0x80042417);

    private static final Map<Integer, HResult> BY_VALUE =
            Stream.of(values())
                    .collect(Collectors.toUnmodifiableMap(HResult::value, Function.identity()));

    private final int value;

    HResult(int value) {
        this.value = value;
    }

    /** Returns the 32-bit number of the code; negative for failures. */
    public int value() {
        return value;
    }

    /** Tells whether the code is a failure: the highest bit is set. */
    public boolean isFailure() {
        return value < 0;
    }

    /** Returns the number as tools print it, for instance {@code 0x80042301}. */
    public String hex() {
        return String.format(Locale.ROOT, "0x%08x", value);
    }

    /**
     * Returns name and number as messages show them, for instance {@code VSS_E_BAD_STATE
     * (0x80042301)}.
     */
    public String label() {
        return name() + " (" + hex() + ")";
    }

    /**
     * Returns the code with a number, or empty where VSS has none.
     *
     * @param value the 32-bit number
     */
    public static Optional<HResult> ofValue(int value) {
        return Optional.ofNullable(BY_VALUE.get(value));
    }
}
