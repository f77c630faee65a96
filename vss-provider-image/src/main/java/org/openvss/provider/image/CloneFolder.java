package org.openvss.provider.image;

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
import org.openvss.linux.DirectoryCalls;
import org.openvss.linux.DirectoryEntry;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.ResolveFlags;
import org.openvss.linux.WholeFile;
import org.openvss.records.CopyRecord;
import org.openvss.records.RecordException;

/**
 * The folder {@code .openvss} at the root of a host mount: {@code COPYID.img} beside {@code
 * COPYID.json}. Works through descriptors only; what is not named like a copy is not touched.
 *
 * <p>The record is written before the image and removed after it, so that nothing is ever left that
 * cannot be found again.
 */
final class CloneFolder implements AutoCloseable {
    static final String NAME = ".openvss";

    private static final String IMAGE = ".img";
    private static final String RECORD = ".json";
    private static final String MARKER = ".revert";
    private static final String NEW = WholeFile.NEW;
    private static final int PRIVATE_FOLDER = 0x1C0;
    private static final int READABLE_FILE = 0x100;
    private static final int LARGEST_RECORD = 16 * 1024 * 1024;
    private static final int STAY =
            ResolveFlags.NO_MOUNT_CROSSING | ResolveFlags.NO_SYMBOLIC_LINKS | ResolveFlags.BENEATH;
    private static final int FOLDER = OpenFlags.READ_ONLY | OpenFlags.DIRECTORY;

    private final Mount host;
    private final Fd folder;
    private final FileStatus identity;

    private CloneFolder(Mount host, Fd folder, FileStatus identity) {
        this.host = host;
        this.folder = folder;
        this.identity = identity;
    }

    /**
     * Opens the folder of a host, made if it is missing.
     *
     * @throws VssException if the mount has changed, or others than root can get at the folder
     */
    static CloneFolder openOrMake(Mount host) throws LinuxException, VssException {
        try (Fd root = openRoot(host).orElseThrow(() -> gone(host))) {
            try {
                DirectoryCalls.mkdirat(root, NAME, PRIVATE_FOLDER);
                FileCalls.fsync(root);
            } catch (LinuxException e) {
                if (e.errno() != Errno.EEXIST) {
                    throw e;
                }
            }
            CloneFolder opened = open(host, root);
            if (opened == null) {
                throw new VssException(
                        HResult.VSS_E_PROVIDER_VETO,
                        path(host)
                                + " is not a folder that only root can get at; remove it, or"
                                + " 'chown root' and 'chmod 700' it");
            }
            return opened;
        }
    }

    /** Opens the folder of a host if it is there, is ours, and the mount can be reached. */
    static Optional<CloneFolder> find(Mount host) throws LinuxException {
        if (!AttributeCalls.mayExist(path(host))) {
            return Optional.empty();
        }
        Optional<Fd> root = openRoot(host);
        if (root.isEmpty()) {
            return Optional.empty();
        }
        try (Fd opened = root.get()) {
            return Optional.ofNullable(open(host, opened));
        } catch (LinuxException e) {
            return switch (e.errno()) {
                case Errno.ENOENT, Errno.EACCES -> Optional.empty();
                default -> throw e;
            };
        }
    }

    /** Another mount may cover this one: the path then leads elsewhere. */
    private static Optional<Fd> openRoot(Mount host) throws LinuxException {
        Fd root;
        try {
            root = FileCalls.open(host.mountPoint(), FOLDER);
        } catch (LinuxException e) {
            return switch (e.errno()) {
                case Errno.ENOENT, Errno.ENOTDIR, Errno.EACCES, Errno.EIO, Errno.ESTALE ->
                        Optional.empty();
                default -> throw e;
            };
        }
        if (AttributeCalls.fstat(root).mountId() == host.id()) {
            return Optional.of(root);
        }
        root.close();
        return Optional.empty();
    }

    private static @Nullable CloneFolder open(Mount host, Fd root) throws LinuxException {
        Fd folder;
        try {
            folder = FileCalls.openat2(root, NAME, FOLDER | OpenFlags.NO_FOLLOW, 0, STAY);
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOTDIR
                    || e.errno() == Errno.ELOOP
                    || e.errno() == Errno.EXDEV) {
                return null;
            }
            throw e;
        }
        FileStatus status = AttributeCalls.fstat(folder);
        if (status.ownerId() != 0 || status.mode() != PRIVATE_FOLDER) {
            folder.close();
            return null;
        }
        return new CloneFolder(host, folder, status);
    }

    private static VssException gone(Mount host) {
        return new VssException(
                HResult.VSS_E_PROVIDER_VETO,
                "the host file system at " + host.mountPoint() + " was umounted or is covered");
    }

    Mount host() {
        return host;
    }

    /** Tells whether two values are one folder, by whichever mounts. */
    boolean isSameAs(CloneFolder other) {
        return identity.isSameFileAs(other.identity);
    }

    private static String path(Mount host) {
        return (host.mountPoint().equals("/") ? "" : host.mountPoint()) + "/" + NAME;
    }

    /** Returns the path of a clone, for people. */
    String pathOf(ShadowCopyId copy) {
        return path(host) + "/" + copy + IMAGE;
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
        if (dot < 0 || !isSuffix(name.substring(dot))) {
            return Optional.empty();
        }
        try {
            return Optional.of(ShadowCopyId.parse(name.substring(0, dot)))
                    .filter(copy -> name.startsWith(copy.toString()));
        } catch (VssException e) {
            return Optional.empty();
        }
    }

    private static boolean isSuffix(String suffix) {
        return suffix.equals(IMAGE)
                || suffix.equals(RECORD)
                || suffix.equals(MARKER)
                || suffix.equals(RECORD + NEW)
                || suffix.equals(MARKER + NEW);
    }

    /** Makes the empty image of a copy. */
    Fd makeImage(ShadowCopyId copy) throws LinuxException {
        int flags = OpenFlags.CREATE | OpenFlags.EXCLUSIVE | OpenFlags.READ_WRITE;
        Fd image = FileCalls.openat(folder, copy + IMAGE, flags, READABLE_FILE);
        FileCalls.fsync(folder);
        return image;
    }

    /** Makes an empty file without a name, which is gone when nobody uses it any more. */
    Fd makeUnnamed() throws LinuxException {
        return FileCalls.openat(folder, ".", OpenFlags.TEMPORARY | OpenFlags.READ_WRITE, 0600);
    }

    /** Opens the image of a copy for reading. */
    Fd openImage(ShadowCopyId copy) throws LinuxException {
        return FileCalls.openat2(
                folder, copy + IMAGE, OpenFlags.READ_ONLY | OpenFlags.NO_FOLLOW, 0, STAY);
    }

    /** Writes or replaces the record of a copy as a whole; durable. */
    void writeRecord(CopyRecord content) throws LinuxException {
        write(content.copy() + RECORD, content.toBytes());
    }

    /** Writes or replaces the note that the original is being reverted to a copy; durable. */
    void writeMarker(ShadowCopyId copy, byte[] content) throws LinuxException {
        write(copy + MARKER, content);
    }

    private void write(String name, byte[] content) throws LinuxException {
        WholeFile.write(folder, name, content);
    }

    /** Returns the record of a copy, or nothing if there is none or it is damaged. */
    Optional<CopyRecord> readRecord(ShadowCopyId copy) throws LinuxException {
        Optional<byte[]> content = read(copy + RECORD);
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

    /** Returns the note that the original is being reverted to a copy, if there is one. */
    Optional<byte[]> readMarker(ShadowCopyId copy) throws LinuxException {
        return read(copy + MARKER);
    }

    private Optional<byte[]> read(String name) throws LinuxException {
        return WholeFile.read(folder, name, LARGEST_RECORD);
    }

    /** Returns the set that a copy was made for, or the null GUID if nothing says which. */
    ShadowCopySetId setOf(ShadowCopyId copy) throws LinuxException {
        return readRecord(copy).map(CopyRecord::set).orElse(new ShadowCopySetId(new UUID(0, 0)));
    }

    /** Removes the note of a revert. */
    void removeMarker(ShadowCopyId copy) throws LinuxException {
        boolean _ = remove(copy + MARKER);
        FileCalls.fsync(folder);
    }

    /**
     * Removes everything of a copy, its record last.
     *
     * @return whether anything was there
     */
    boolean delete(ShadowCopyId copy) throws LinuxException {
        boolean was = remove(copy + IMAGE);
        FileCalls.fsync(folder);
        for (String name : new String[] {copy + MARKER, copy + MARKER + NEW, copy + RECORD + NEW}) {
            was |= remove(name);
        }
        was |= remove(copy + RECORD);
        FileCalls.fsync(folder);
        return was;
    }

    private boolean remove(String name) throws LinuxException {
        return WholeFile.remove(folder, name);
    }

    /** Makes the names in the folder durable. */
    void sync() throws LinuxException {
        FileCalls.fsync(folder);
    }

    @Override
    public void close() {
        folder.close();
    }
}
