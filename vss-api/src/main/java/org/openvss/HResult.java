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
@Mirrors("HRESULT")
public enum HResult {
    /** The call succeeded. */
    S_OK(0x00000000),
    /**
     * The call succeeded, but there was nothing to say: a value was never set, or a list has ended.
     */
    S_FALSE(0x00000001),
    /**
     * The call is not available: the provider lacks the optional operation, or the call arrives
     * with a later part of OpenVSS, which the message names.
     */
    E_NOTIMPL(0x80004001),
    /** A required pointer was null; kept for clients in other languages. */
    E_POINTER(0x80004003),
    /**
     * The operation was given up. Providers may not answer it; it becomes
     * VSS_E_UNEXPECTED_PROVIDER_ERROR.
     */
    E_ABORT(0x80004004),
    /**
     * Something failed that has no code of its own. Providers may not answer it; it becomes
     * VSS_E_UNEXPECTED_PROVIDER_ERROR.
     */
    E_FAIL(0x80004005),
    /** The name that old versions of VSS had for VSS_E_UNEXPECTED; never answered here. */
    E_UNEXPECTED(0x8000FFFF),
    /**
     * The caller may not do this. On Linux: it is neither root nor in the configured backup group,
     * or an embedded coordinator lacks the privilege to mount and freeze in the initial user
     * namespace.
     */
    E_ACCESSDENIED(0x80070005),
    /**
     * Memory or another resource of the system ran out. On Linux: ENOMEM, no descriptor left
     * (EMFILE, ENFILE), no loop device left, or an OutOfMemoryError in a phase.
     */
    E_OUTOFMEMORY(0x8007000E),
    /**
     * An argument is wrong. On Linux: an id, volume or context that is null, malformed, or not what
     * the call takes, for instance a regular file in place of a volume.
     */
    E_INVALIDARG(0x80070057),
    /**
     * The call came at the wrong moment: before initialisation, in the wrong kind of session, or
     * out of order. The message names the missing call.
     */
    VSS_E_BAD_STATE(0x80042301),
    /**
     * Something happened that nobody foresaw: an error in OpenVSS, or an errno without a meaning
     * here. All that is known of it is logged.
     */
    VSS_E_UNEXPECTED(0x80042302),
    /** A provider with this id is registered already. */
    VSS_E_PROVIDER_ALREADY_REGISTERED(0x80042303),
    /** No provider with this id or name is registered. */
    VSS_E_PROVIDER_NOT_REGISTERED(0x80042304),
    /**
     * A provider could not do it, in a way that it had foreseen; its message says why. In a
     * creation it comes only through queryStatus.
     */
    VSS_E_PROVIDER_VETO(0x80042306),
    /** The provider cannot be removed because it is in use. */
    VSS_E_PROVIDER_IN_USE(0x80042307),
    /**
     * The named shadow copy, set, volume, component, writer or storage area does not exist. On
     * Linux also: the volume is not mounted in the mount namespace of the coordinator.
     */
    VSS_E_OBJECT_NOT_FOUND(0x80042308),
    /** The operation is still running. */
    VSS_S_ASYNC_PENDING(0x00042309),
    /** The operation has succeeded. */
    VSS_S_ASYNC_FINISHED(0x0004230A),
    /** The operation was cancelled and everything was undone. */
    VSS_S_ASYNC_CANCELLED(0x0004230B),
    /**
     * No provider takes the volume with the wanted attributes. On Linux for instance overlay,
     * tmpfs, FUSE and network file systems, and files without reflink below them.
     */
    VSS_E_VOLUME_NOT_SUPPORTED(0x8004230C),
    /**
     * It is there already: the volume in the set, the component in the document, the storage area,
     * or a value that can be set once.
     */
    VSS_E_OBJECT_ALREADY_EXISTS(0x8004230D),
    /** The provider that the caller named does not take the volume. */
    VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER(0x8004230E),
    /**
     * A provider failed in a way that it may not: with another code, or with an exception. Logged
     * with everything known; in a creation it comes only through queryStatus.
     */
    VSS_E_UNEXPECTED_PROVIDER_ERROR(0x8004230F),
    /** The document is not well-formed XML. */
    VSS_E_CORRUPT_XML_DOCUMENT(0x80042310),
    /** The document is XML, but not of the expected kind. */
    VSS_E_INVALID_XML_DOCUMENT(0x80042311),
    /** The set holds 64 volumes already; the volume was not added. */
    VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED(0x80042312),
    /**
     * The volumes could not be flushed and held in time. On Linux: a slow disk, a dead backing
     * device, a cut that would take too long, or somebody else who froze a volume first.
     */
    VSS_E_FLUSH_WRITES_TIMEOUT(0x80042313),
    /**
     * Writes could not be held until every volume was cut. On Linux: the guard opened the gate at
     * its limit, or somebody else thawed a volume.
     */
    VSS_E_HOLD_WRITES_TIMEOUT(0x80042314),
    /** Something unexpected failed while the writers were called. */
    VSS_E_UNEXPECTED_WRITER_ERROR(0x80042315),
    /**
     * Another set is being created on this machine. On Linux: the lock file is held; the message
     * names the process and how long it has been at work.
     */
    VSS_E_SNAPSHOT_SET_IN_PROGRESS(0x80042316),
    /** The volume has as many shadow copies as its provider allows. */
    VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED(0x80042317),
    /** Writers cannot be reached at all. */
    VSS_E_WRITER_INFRASTRUCTURE(0x80042318),
    /** A writer did not answer within its limit; set by the coordinator and not by the writer. */
    VSS_E_WRITER_NOT_RESPONDING(0x80042319),
    /** A writer subscribed twice. */
    VSS_E_WRITER_ALREADY_SUBSCRIBED(0x8004231A),
    /**
     * The operation does not exist for copies of this context, for instance reverting to one that
     * does not persist.
     */
    VSS_E_UNSUPPORTED_CONTEXT(0x8004231B),
    /**
     * The volume, its copy or its storage area is in use. On Linux: EBUSY, with the message naming
     * a user where one can be found.
     */
    VSS_E_VOLUME_IN_USE(0x8004231D),
    /** The volume has as many storage areas as it may. */
    VSS_E_MAXIMUM_DIFFAREA_ASSOCIATIONS_REACHED(0x8004231E),
    /**
     * There is no room for the copy and its growth. On Linux: the file system of the images, the
     * thin pool or a quota is short. In a creation it comes only through queryStatus.
     */
    VSS_E_INSUFFICIENT_STORAGE(0x8004231F),
    /** The import ended without a single copy. */
    VSS_E_NO_SNAPSHOTS_IMPORTED(0x80042320),
    /** The import succeeded for some copies only. */
    VSS_S_SOME_SNAPSHOTS_NOT_IMPORTED(0x00042321),
    /** The import failed for some of the copies. */
    VSS_E_SOME_SNAPSHOTS_NOT_IMPORTED(0x80042321),
    /** The set spans more file servers than it may. */
    VSS_E_MAXIMUM_NUMBER_OF_REMOTE_MACHINES_REACHED(0x80042322),
    /** The file server cannot be reached. */
    VSS_E_REMOTE_SERVER_UNAVAILABLE(0x80042323),
    /** The file server does not make shadow copies of its shares. */
    VSS_E_REMOTE_SERVER_UNSUPPORTED(0x80042324),
    /** A revert of the volume is already running. */
    VSS_E_REVERT_IN_PROGRESS(0x80042325),
    /** The volume was lost while it was being reverted. */
    VSS_E_REVERT_VOLUME_LOST(0x80042326),
    /**
     * The provider needs a restart of the machine. On Linux: its kernel module cannot be loaded
     * because the kernel was upgraded and not booted since, or the device-mapper version does not
     * match.
     */
    VSS_E_REBOOT_REQUIRED(0x80042327),
    /**
     * A transaction manager could not be frozen in time: decisions were in flight past the limit.
     */
    VSS_E_TRANSACTION_FREEZE_TIMEOUT(0x80042328),
    /** A transaction manager did not resume in time. */
    VSS_E_TRANSACTION_THAW_TIMEOUT(0x80042329),
    /** The disks to overwrite hold a volume that was not selected. */
    VSS_E_UNSELECTED_VOLUME(0x8004232A),
    /** The document of the backup does not hold this copy. */
    VSS_E_SNAPSHOT_NOT_IN_SET(0x8004232B),
    /**
     * The volume lies on another member of the set. On Linux: its backing file, or the storage of
     * its copy, is on a file system that is in the set as well; or more than four loop devices are
     * nested; or they form a cycle.
     */
    VSS_E_NESTED_VOLUME_LIMIT(0x8004232C),
    /** The volume belongs to another node of the cluster. */
    VSS_E_VOLUME_NOT_LOCAL(0x8004232D),
    /** The cluster did not answer in time. */
    VSS_E_CLUSTER_TIMEOUT(0x8004232E),
    /** A writer without events may not use this value. */
    VSS_E_NOT_SUPPORTED(0x8004232F),
    /** The writer failed on some of its components; each component says how. */
    VSS_E_WRITERERROR_PARTIAL_FAILURE(0x80042336),
    /** The set holds only some of the volumes that the writer needs. */
    VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT(0x800423F0),
    /** The writer ran out of memory or another resource. */
    VSS_E_WRITERERROR_OUTOFRESOURCES(0x800423F1),
    /** The time between freeze and thaw was longer than the writer allows. */
    VSS_E_WRITERERROR_TIMEOUT(0x800423F2),
    /** The writer failed, and a new attempt may succeed. */
    VSS_E_WRITERERROR_RETRYABLE(0x800423F3),
    /** The writer failed, and a new attempt would fail again. */
    VSS_E_WRITERERROR_NONRETRYABLE(0x800423F4),
    /** The writer could not recover its data in the copy. */
    VSS_E_WRITERERROR_RECOVERY_FAILED(0x800423F5),
    /** The set could not be broken because the disks did not take their identities back. */
    VSS_E_BREAK_REVERT_ID_FAILED(0x800423F6),
    /** The provider is too old for the operation. */
    VSS_E_LEGACY_PROVIDER(0x800423F7),
    /** An expected disk did not arrive. */
    VSS_E_MISSING_DISK(0x800423F8),
    /** An expected hidden volume did not arrive. */
    VSS_E_MISSING_HIDDEN_VOLUME(0x800423F9),
    /** An expected volume did not arrive. */
    VSS_E_MISSING_VOLUME(0x800423FA),
    /** The data in the copy could not be recovered. */
    VSS_E_AUTORECOVERY_FAILED(0x800423FB),
    /** A disk with dynamic volumes caused an error. */
    VSS_E_DYNAMIC_DISK_ERROR(0x800423FC),
    /** The document to import belongs to a set that cannot travel. */
    VSS_E_NONTRANSPORTABLE_BCD(0x800423FD),
    /** The identity of a disk could not be set as wanted. */
    VSS_E_CANNOT_REVERT_DISKID(0x800423FE),
    /** Disks are already being overwritten by their copies. */
    VSS_E_RESYNC_IN_PROGRESS(0x800423FF),
    /** The cluster reported an error. */
    VSS_E_CLUSTER_ERROR(0x80042400),
    /** System recovery could not assign a disk. */
    VSS_E_ASRERROR_DISK_ASSIGNMENT_FAILED(0x80042401),
    /** System recovery could not recreate a disk. */
    VSS_E_ASRERROR_DISK_RECREATION_FAILED(0x80042402),
    /** System recovery found no firmware path of a disk. */
    VSS_E_ASRERROR_NO_ARCPATH(0x80042403),
    /** System recovery misses a disk with dynamic volumes. */
    VSS_E_ASRERROR_MISSING_DYNDISK(0x80042404),
    /** A disk that the system needs is shared with another machine. */
    VSS_E_ASRERROR_SHARED_CRIDISK(0x80042405),
    /** A data disk is in the place of the system disk. */
    VSS_E_ASRERROR_DATADISK_RDISK0(0x80042406),
    /** The disk in the place of the system disk is too small. */
    VSS_E_ASRERROR_RDISK0_TOOSMALL(0x80042407),
    /** The disks that the system needs are too small. */
    VSS_E_ASRERROR_CRITICAL_DISKS_TOO_SMALL(0x80042408),
    /**
     * The state of a writer cannot be told, for instance because it serves too many sessions; set
     * by the coordinator.
     */
    VSS_E_WRITER_STATUS_NOT_AVAILABLE(0x80042409),
    /** System recovery does not take a virtual disk with dynamic volumes. */
    VSS_E_ASRERROR_DYNAMIC_VHD_NOT_SUPPORTED(0x8004240A),
    /** A volume that the system needs is on a disk that cannot hold it. */
    VSS_E_CRITICAL_VOLUME_ON_INVALID_DISK(0x80042411),
    /** System recovery found no disk in the place of the system disk. */
    VSS_E_ASRERROR_RDISK_FOR_SYSTEM_DISK_NOT_FOUND(0x80042412),
    /** System recovery found no physical disk. */
    VSS_E_ASRERROR_NO_PHYSICAL_DISK_AVAILABLE(0x80042413),
    /** System recovery found only fixed physical disks after the exclusions. */
    VSS_E_ASRERROR_FIXED_PHYSICAL_DISK_AVAILABLE_AFTER_DISK_EXCLUSION(0x80042414),
    /** A disk that the system needs cannot be excluded from system recovery. */
    VSS_E_ASRERROR_CRITICAL_DISK_CANNOT_BE_EXCLUDED(0x80042415),
    /** The system partition is hidden. */
    VSS_E_ASRERROR_SYSTEM_PARTITION_HIDDEN(0x80042416),
    /** The shadow copy of a remote share was not made in time. */
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
