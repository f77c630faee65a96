package org.openvss.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;

/**
 * The control: copies of the same volumes made one after another, each consistent in itself, but
 * not of one instant. A judge that passes these is worth nothing.
 *
 * <p>Clones the images without the product: freeze, reflink, thaw, next volume. The copies are
 * mounted read-only in the scratch folder until {@link #close}.
 */
public final class OneAfterAnother implements AutoCloseable {
    private final UndoStack undo = new UndoStack();
    private final List<Path> copies = new ArrayList<>();

    private OneAfterAnother() {}

    /**
     * Copies all volumes.
     *
     * @param scratch volumes on a host that can reflink
     * @throws ScratchException if a step fails; all earlier steps are undone
     */
    public static OneAfterAnother copy(ScratchVolumes scratch) throws ScratchException {
        return copy(scratch.volumes(), scratch.folder());
    }

    /**
     * Copies some volumes.
     *
     * @param volumes volumes on hosts that can reflink
     * @param folder existing folder in which the copies are mounted
     * @throws ScratchException if a step fails; all earlier steps are undone
     */
    public static OneAfterAnother copy(List<ScratchVolume> volumes, Path folder)
            throws ScratchException {
        OneAfterAnother control = new OneAfterAnother();
        List<String> images = new ArrayList<>();
        try {
            for (ScratchVolume volume : volumes) {
                String target = volume.image() + ".one-after-another";
                control.cut(volume, target);
                images.add(target);
            }
            for (int index = 0; index < images.size(); index++) {
                Path mountPoint = folder.resolve("one-after-another-" + index);
                control.mount(images.get(index), mountPoint, volumes.get(index).type());
            }
            return control;
        } catch (IOException | LinuxException e) {
            throw new ScratchException("the control cannot be made: " + e.getMessage(), e)
                    .withResidue(control.undo.undoAll());
        } catch (ScratchException e) {
            throw e.withResidue(control.undo.undoAll());
        }
    }

    private void cut(ScratchVolume volume, String target) throws LinuxException, ScratchException {
        int flags = OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.EXCLUSIVE;
        try (Fd root = Freezing.openRoot(volume);
                Fd image = FileCalls.open(volume.image(), OpenFlags.READ_ONLY);
                Fd clone = FileCalls.open(target, flags, 0600)) {
            undo.push("file " + target, () -> Files.delete(Path.of(target)));
            Freezing.freeze(root);
            try {
                FileCalls.cloneFile(clone, image);
            } finally {
                Freezing.thaw(root);
            }
        }
    }

    private void mount(String image, Path mountPoint, GuestType type)
            throws IOException, LinuxException, ScratchException {
        Files.createDirectory(mountPoint);
        undo.push("folder " + mountPoint, () -> Files.delete(mountPoint));
        String path = mountPoint.toString();
        String device = LoopMount.mount(image, path, type, type.optionsOfCopy(), true);
        undo.push("mount " + path + " of " + device, () -> LoopMount.unmount(path));
        copies.add(mountPoint);
    }

    /** Returns the mounted copies in the order of the volumes. */
    public List<Path> copies() {
        return List.copyOf(copies);
    }

    /**
     * Unmounts and deletes the copies.
     *
     * @throws ScratchException naming what is left behind
     */
    @Override
    public void close() throws ScratchException {
        List<String> left = undo.undoAll();
        if (!left.isEmpty()) {
            throw new ScratchException("the control's copies were not all deleted", null)
                    .withResidue(left);
        }
    }
}
