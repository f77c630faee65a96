package org.openvss.provider.btrfs;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.BtrfsSubvolumes;
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.DirectoryEntry;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.FileType;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.WholeFile;
import org.openvss.records.CopyRecord;
import org.openvss.records.RecordException;

/**
 * The folder {@code .openvss/btrfs} at the top level of a file system: for each copy its record
 * {@code COPYID.json} and a folder {@code COPYID} with its snapshots. The folder is a subvolume, so
 * that it is empty in snapshots of the top level. What is not named like a copy is not touched.
 *
 * <p>The record is written before the first snapshot and removed after the last one, so that
 * nothing is ever left that cannot be found again.
 */
final class SnapshotFolder implements AutoCloseable {
    /** Path from the top level. */
    static final String PATH = "/.openvss/btrfs";

    private static final String OUTER = ".openvss";
    private static final String INNER = "btrfs";
    private static final String RECORD = ".json";
    private static final String MARKER = ".revert";
    private static final int PRIVATE_FOLDER = 0x1C0;
    private static final int LARGEST_RECORD = 16 * 1024 * 1024;

    private final TopLevel top;
    private final Fd folder;

    private SnapshotFolder(TopLevel top, Fd folder) {
        this.top = top;
        this.folder = folder;
    }

    /**
     * Opens the folder of a file system, made if it is missing.
     *
     * @param top closed with the result, or by the caller if this fails
     * @throws VssException if others than root can get at the folder
     */
    static SnapshotFolder openOrMake(TopLevel top) throws LinuxException, VssException {
        try (Fd root = top.openFolder("/")) {
            makeIfMissing(root, () -> DirectoryCalls.mkdirat(root, OUTER, PRIVATE_FOLDER));
        }
        try (Fd outer = requirePrivate(openPrivate(top, "/" + OUTER), "/" + OUTER)) {
            makeIfMissing(outer, () -> BtrfsSubvolumes.create(outer, INNER));
            closeToOthers(outer);
        }
        return new SnapshotFolder(top, requirePrivate(openPrivate(top, PATH), PATH));
    }

    /** A subvolume is made for everybody to read; only the folder around it is private. */
    private static void closeToOthers(Fd outer) throws LinuxException {
        int flags = TopLevel.FOLDER | OpenFlags.NO_FOLLOW;
        try (Fd inner = FileCalls.openat2(outer, INNER, flags, 0, TopLevel.STAY)) {
            FileStatus status = AttributeCalls.fstat(inner);
            if (status.ownerId() == 0 && status.mode() != PRIVATE_FOLDER) {
                AttributeCalls.fchmod(inner, PRIVATE_FOLDER);
            }
        }
    }

    private static void makeIfMissing(Fd parent, Making making) throws LinuxException {
        try {
            making.run();
            FileCalls.fsync(parent);
        } catch (LinuxException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
    }

    private static Fd requirePrivate(@Nullable Fd opened, String path) throws VssException {
        if (opened == null) {
            throw new VssException(
                    HResult.VSS_E_PROVIDER_VETO,
                    path
                            + " at the top level of the file system is not a folder that only root"
                            + " can get at; remove it, or 'chown root' and 'chmod 700' it");
        }
        return opened;
    }

    /** Opens the folder of a file system if it is there and is ours. */
    static Optional<SnapshotFolder> find(TopLevel top) throws LinuxException {
        Fd opened;
        try {
            opened = openPrivate(top, PATH);
        } catch (LinuxException e) {
            return switch (e.errno()) {
                case Errno.ENOENT, Errno.EACCES, Errno.EIO -> Optional.empty();
                default -> throw e;
            };
        }
        return Optional.ofNullable(opened).map(folder -> new SnapshotFolder(top, folder));
    }

    private static @Nullable Fd openPrivate(TopLevel top, String path) throws LinuxException {
        Fd opened;
        try {
            opened = top.openFolder(path);
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOTDIR || e.errno() == Errno.ELOOP) {
                return null;
            }
            throw e;
        }
        FileStatus status = AttributeCalls.fstat(opened);
        if (status.ownerId() != 0 || status.mode() != PRIVATE_FOLDER) {
            opened.close();
            return null;
        }
        return opened;
    }

    TopLevel top() {
        return top;
    }

    /** Returns the folder itself, for a lock. */
    Fd descriptor() {
        return folder;
    }

    /** Returns the path of a copy from the top level. */
    static String pathOf(ShadowCopyId copy) {
        return PATH + "/" + copy;
    }

    /** Returns the copies of which anything lies here. */
    Set<ShadowCopyId> copies() throws LinuxException {
        Set<ShadowCopyId> copies = new HashSet<>();
        for (DirectoryEntry entry : DirectoryCalls.list(folder)) {
            copyNamed(entry.name()).ifPresent(copies::add);
        }
        return copies;
    }

    /** What is named otherwise is not ours: whoever put it there keeps it. */
    private static Optional<ShadowCopyId> copyNamed(String name) {
        int dot = name.indexOf('.');
        String id = dot < 0 ? name : name.substring(0, dot);
        if (dot >= 0 && !isSuffix(name.substring(dot))) {
            return Optional.empty();
        }
        try {
            return Optional.of(ShadowCopyId.parse(id)).filter(copy -> id.equals(copy.toString()));
        } catch (VssException e) {
            return Optional.empty();
        }
    }

    private static boolean isSuffix(String suffix) {
        return suffix.equals(RECORD)
                || suffix.equals(MARKER)
                || suffix.equals(RECORD + WholeFile.NEW)
                || suffix.equals(MARKER + WholeFile.NEW);
    }

    /** Makes the folder for the snapshots of a copy. */
    Fd makeFolder(ShadowCopyId copy) throws LinuxException {
        DirectoryCalls.mkdirat(folder, copy.toString(), PRIVATE_FOLDER);
        FileCalls.fsync(folder);
        return openFolder(copy);
    }

    /** Opens the folder of the snapshots of a copy. */
    Fd openFolder(ShadowCopyId copy) throws LinuxException {
        int flags = TopLevel.FOLDER | OpenFlags.NO_FOLLOW;
        return FileCalls.openat2(folder, copy.toString(), flags, 0, TopLevel.STAY);
    }

    /** Opens one of the snapshots of a copy. */
    Fd openSnapshot(ShadowCopyId copy, String name) throws LinuxException {
        int flags = TopLevel.FOLDER | OpenFlags.NO_FOLLOW;
        return FileCalls.openat2(folder, copy + "/" + name, flags, 0, TopLevel.STAY);
    }

    /** Writes or replaces the record of a copy as a whole; durable. */
    void writeRecord(CopyRecord content) throws LinuxException {
        WholeFile.write(folder, content.copy() + RECORD, content.toBytes());
    }

    /** Returns the record of a copy, or nothing if there is none or it is damaged. */
    Optional<CopyRecord> readRecord(ShadowCopyId copy) throws LinuxException {
        Optional<byte[]> content = WholeFile.read(folder, copy + RECORD, LARGEST_RECORD);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(CopyRecord.parse(content.get()))
                    .filter(found -> found.copy().equals(copy));
        } catch (RecordException e) {
            return Optional.empty();
        }
    }

    /** Returns the set that a copy was made for, or the null GUID if nothing says which. */
    ShadowCopySetId setOf(ShadowCopyId copy) throws LinuxException {
        return readRecord(copy).map(CopyRecord::set).orElse(new ShadowCopySetId(new UUID(0, 0)));
    }

    /** Writes or replaces the note that the original is being reverted to a copy; durable. */
    void writeMarker(ShadowCopyId copy, byte[] content) throws LinuxException {
        WholeFile.write(folder, copy + MARKER, content);
    }

    /** Returns the note that the original is being reverted to a copy, if there is one. */
    Optional<byte[]> readMarker(ShadowCopyId copy) throws LinuxException {
        return WholeFile.read(folder, copy + MARKER, LARGEST_RECORD);
    }

    /** Removes the note of a revert. */
    void removeMarker(ShadowCopyId copy) throws LinuxException {
        boolean _ = WholeFile.remove(folder, copy + MARKER);
        FileCalls.fsync(folder);
    }

    /**
     * Removes everything of a copy, its record last.
     *
     * @return whether anything was there
     */
    boolean delete(ShadowCopyId copy) throws LinuxException {
        boolean was = removeSnapshots(copy);
        for (String name :
                new String[] {
                    copy + MARKER, copy + MARKER + WholeFile.NEW, copy + RECORD + WholeFile.NEW
                }) {
            was |= WholeFile.remove(folder, name);
        }
        was |= WholeFile.remove(folder, copy + RECORD);
        FileCalls.fsync(folder);
        return was;
    }

    private boolean removeSnapshots(ShadowCopyId copy) throws LinuxException {
        try (Fd own = openFolder(copy)) {
            if (removeInside(own)) {
                // Only when they are gone for good may the record go.
                BtrfsSubvolumes.commit(folder);
            }
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
                return false;
            }
            throw e;
        }
        DirectoryCalls.rmdirat(folder, copy.toString());
        return true;
    }

    /** Removes subvolumes, and folders that hold nothing else; answers whether any was there. */
    static boolean removeInside(Fd parent) throws LinuxException {
        boolean removed = false;
        for (DirectoryEntry entry : DirectoryCalls.list(parent)) {
            FileStatus status = AttributeCalls.statx(parent, entry.name());
            if (BtrfsSubvolumes.isRoot(status)) {
                BtrfsSubvolumes.destroy(parent, entry.name());
                removed = true;
            } else if (status.type() == FileType.DIRECTORY) {
                int flags = TopLevel.FOLDER | OpenFlags.NO_FOLLOW;
                try (Fd inner = FileCalls.openat2(parent, entry.name(), flags, 0, TopLevel.STAY)) {
                    removed |= removeInside(inner);
                }
                DirectoryCalls.rmdirat(parent, entry.name());
            }
        }
        return removed;
    }

    @Override
    public void close() {
        folder.close();
        top.close();
    }

    /** Makes something in a folder. */
    @FunctionalInterface
    private interface Making {
        void run() throws LinuxException;
    }
}
