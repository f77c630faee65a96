package org.openvss.provider.copy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.DirectoryEntry;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.records.CopyRecord;
import org.openvss.records.RecordException;

/**
 * The folder in which copies are kept: {@code COPYID/data} beside {@code COPYID/record.json}. A
 * copy that is being deleted has another name first, so that what is left of it after a crash is
 * never taken for a copy. What is not named like a copy is not touched.
 */
final class CopyStore {
    static final String DATA = "data";

    private static final String RECORD = "record.json";
    private static final String NEW_RECORD = "record.new";
    private static final String DOOMED = ".doomed";
    private static final int PRIVATE_FOLDER = 0x1C0;
    private static final int PRIVATE_FILE = 0x180;
    private static final int SEALED_FOLDER = 0x140;
    private static final int OTHERS = 0x3F;
    private static final int LARGEST_RECORD = 16 * 1024 * 1024;

    private final String path;

    CopyStore(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }

    /** Opens the folder, made if it is missing; only its owner may get at the copies. */
    Fd openOrMake() throws LinuxException, VssException {
        String there = nearest();
        if (!there.equals(path)) {
            String missing = path.substring(there.equals("/") ? 1 : there.length() + 1);
            try (Fd folder = FileCalls.open(there, OpenFlags.PATH | OpenFlags.DIRECTORY)) {
                DirectoryCalls.makeDirectories(folder, missing, PRIVATE_FOLDER).close();
            }
        }
        return open().orElseThrow();
    }

    /** Opens the folder if it is there. */
    Optional<Fd> open() throws LinuxException, VssException {
        Fd folder;
        try {
            folder =
                    FileCalls.open(
                            path, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY | OpenFlags.NO_FOLLOW);
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw e;
        }
        FileStatus status = AttributeCalls.fstat(folder);
        if ((status.mode() & OTHERS) != 0) {
            folder.close();
            throw new VssException(
                    HResult.VSS_E_PROVIDER_VETO,
                    "others than its owner can get at the copies in " + path + ": 'chmod 700' it");
        }
        return Optional.of(folder);
    }

    /** Opens the folder, or the nearest folder above that is there, only to ask about it. */
    Fd openNearest() throws LinuxException {
        return FileCalls.open(nearest(), OpenFlags.PATH | OpenFlags.DIRECTORY);
    }

    private String nearest() throws LinuxException {
        String nearest = path;
        while (true) {
            try (Fd folder = FileCalls.open(nearest, OpenFlags.PATH | OpenFlags.DIRECTORY)) {
                return folder.name();
            } catch (LinuxException e) {
                if (e.errno() != Errno.ENOENT || nearest.equals("/")) {
                    throw e;
                }
                int slash = nearest.lastIndexOf('/');
                nearest = slash <= 0 ? "/" : nearest.substring(0, slash);
            }
        }
    }

    /** Makes the folder of a copy with its record and an empty data folder; all durable. */
    Fd make(Fd store, CopyRecord copyRecord) throws LinuxException {
        String name = copyRecord.copy().toString();
        DirectoryCalls.mkdirat(store, name, PRIVATE_FOLDER);
        Fd folder = openCopy(store, name);
        writeRecord(folder, copyRecord);
        DirectoryCalls.mkdirat(folder, DATA, PRIVATE_FOLDER);
        FileCalls.fsync(folder);
        FileCalls.fsync(store);
        return folder;
    }

    /** Replaces the record of a copy as a whole; durable. */
    void writeRecord(Fd folder, CopyRecord copyRecord) throws LinuxException {
        int flags = OpenFlags.CREATE | OpenFlags.TRUNCATE | OpenFlags.WRITE_ONLY;
        try (Fd file =
                FileCalls.openat(folder, NEW_RECORD, flags | OpenFlags.NO_FOLLOW, PRIVATE_FILE)) {
            FileCalls.writeAll(file, copyRecord.toBytes());
            FileCalls.fsync(file);
        }
        DirectoryCalls.renameat(folder, NEW_RECORD, folder, RECORD);
        FileCalls.fsync(folder);
    }

    /** Keeps the owner from changing the folder of a complete copy by mistake. */
    void seal(Fd folder) throws LinuxException {
        AttributeCalls.fchmod(folder, SEALED_FOLDER);
        FileCalls.fsync(folder);
    }

    /** Opens the folder of a copy, if it is there and not being deleted. */
    Optional<Fd> openCopy(ShadowCopyId copy) throws LinuxException, VssException {
        try (Fd store = open().orElse(null)) {
            return store == null ? Optional.empty() : Optional.of(openCopy(store, copy.toString()));
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Fd openCopy(Fd store, String name) throws LinuxException {
        return FileCalls.openat(
                store, name, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY | OpenFlags.NO_FOLLOW);
    }

    /**
     * What lies in the folder under the name of a copy.
     *
     * @param copy the copy
     * @param content its record, or null if it is missing or damaged
     * @param doomed whether it is being deleted
     */
    record Found(ShadowCopyId copy, @Nullable CopyRecord content, boolean doomed) {
        boolean isComplete() {
            return !doomed && content != null && content.isComplete();
        }

        /** Returns the set, or the null GUID if nothing says which. */
        ShadowCopySetId set() {
            return content == null ? new ShadowCopySetId(new UUID(0, 0)) : content.set();
        }
    }

    /** Returns everything that is named like a copy. */
    List<Found> list() throws LinuxException, VssException {
        List<Found> found = new ArrayList<>();
        try (Fd store = open().orElse(null)) {
            if (store != null) {
                for (DirectoryEntry entry : DirectoryCalls.list(store)) {
                    String name = entry.name();
                    boolean doomed = name.endsWith(DOOMED);
                    String id = doomed ? name.substring(0, name.length() - DOOMED.length()) : name;
                    ShadowCopyId copy = copyNamed(id);
                    if (copy != null) {
                        found.add(new Found(copy, readRecord(store, name), doomed));
                    }
                }
            }
        }
        return found;
    }

    private static @Nullable ShadowCopyId copyNamed(String name) {
        try {
            ShadowCopyId copy = ShadowCopyId.parse(name);
            return copy.toString().equals(name) ? copy : null;
        } catch (VssException e) {
            return null;
        }
    }

    private static @Nullable CopyRecord readRecord(Fd store, String name) throws LinuxException {
        try (Fd folder = openCopy(store, name);
                Fd file =
                        FileCalls.openat(
                                folder, RECORD, OpenFlags.READ_ONLY | OpenFlags.NO_FOLLOW)) {
            return CopyRecord.parse(FileCalls.readAll(file, LARGEST_RECORD));
        } catch (RecordException e) {
            return null;
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT
                    || e.errno() == Errno.ENOTDIR
                    || e.errno() == Errno.ELOOP) {
                return null;
            }
            throw e;
        }
    }

    /**
     * Removes a copy, or what is left of it.
     *
     * @return whether anything was there
     */
    boolean delete(ShadowCopyId copy) throws LinuxException, VssException {
        try (Fd store = open().orElse(null)) {
            if (store == null) {
                return false;
            }
            String name = copy.toString();
            String doomed = name + DOOMED;
            boolean was = exists(store, name);
            if (was) {
                TreeEraser.erase(store, doomed);
                DirectoryCalls.renameat(store, name, store, doomed);
                FileCalls.fsync(store);
            }
            was |= exists(store, doomed);
            TreeEraser.erase(store, doomed);
            FileCalls.fsync(store);
            return was;
        }
    }

    private static boolean exists(Fd store, String name) throws LinuxException {
        try {
            FileStatus _ = AttributeCalls.statx(store, name);
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }
}
