package org.openvss.catalog;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The real disk: files below the state folder.
 *
 * <p>The state folder comes from our own configuration and its record names are ids, so java.nio
 * can be used here; paths of users and mounts appear only inside the records.
 */
final class StateFolderDisk implements Disk {
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** Less free room than this after a failed write means that the file system is full. */
    private static final long NO_ROOM_BYTES = 64L * 1024;

    private final Path state;

    StateFolderDisk(Path state) {
        this.state = state.toAbsolutePath().normalize();
    }

    @Override
    public void makeFolder(String folder) throws IOException {
        makeFolder(state.resolve(folder));
    }

    private static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            makeFolder(parent);
        }
        try {
            Files.createDirectory(folder, FOLDER_MODE);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        } catch (IOException e) {
            throw fullOrOther(folder, e);
        }
        if (parent != null) {
            force(parent);
        }
    }

    @Override
    public List<String> list(String folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(state.resolve(folder))) {
            for (Path entry : entries) {
                Path name = entry.getFileName();
                if (name != null) {
                    names.add(name.toString());
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    @Override
    public byte[] read(String file) throws IOException {
        return Files.readAllBytes(state.resolve(file));
    }

    @Override
    public void writeNew(String file, byte[] content) throws IOException {
        Path path = state.resolve(file);
        try (FileChannel channel =
                FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        FILE_MODE)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            // Same descriptor as the write: only then does an error of the write-back reach us.
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            throw fullOrOther(path, e);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Path target = state.resolve(to);
        try {
            Files.move(state.resolve(from), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw fullOrOther(target, e);
        }
    }

    @Override
    public void delete(String file) throws IOException {
        Files.deleteIfExists(state.resolve(file));
    }

    @Override
    public void forceFolder(String folder) throws IOException {
        Path path = state.resolve(folder);
        if (Files.exists(path)) {
            force(path);
        }
    }

    @Override
    public String describe(String file) {
        return state.resolve(file).toString();
    }

    private static void force(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw fullOrOther(folder, e);
        }
    }

    /**
     * Java has no errno and the text of an error depends on the locale, so the free room is asked
     * for as well.
     */
    private static IOException fullOrOther(Path path, IOException error) {
        String text = String.valueOf(error.getMessage());
        boolean full =
                text.contains("No space left on device") || text.contains("Disk quota exceeded");
        if (!full) {
            // asks this one file system; Files.getFileStore could hang on a dead mount next door
            Path parent = path.getParent();
            File folder = (parent == null ? path : parent).toFile();
            full = folder.getTotalSpace() > 0 && folder.getUsableSpace() < NO_ROOM_BYTES;
        }
        return full ? new DiskFullException(text, error) : error;
    }
}
