package org.openvss.benchmarks;

import java.util.List;

/** Mounts images through loop devices that go away with their mount. */
final class LoopMount {
    private LoopMount() {}

    /**
     * Mounts an image.
     *
     * @return the loop device
     */
    static String mount(
            String image, String target, GuestType type, String options, boolean readOnly)
            throws ScratchException {
        String all = "loop" + (readOnly ? ",ro" : "") + (options.isEmpty() ? "" : "," + options);
        Programs.run(List.of("mount", "-t", type.kernelName(), "-o", all, image, target));
        return Programs.run(List.of("losetup", "-n", "-O", "NAME", "-j", image)).strip();
    }

    static void mountTmpfs(String target, long bytes) throws ScratchException {
        Programs.run(List.of("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", target));
    }

    static void unmount(String target) throws ScratchException {
        Programs.run(List.of("umount", target));
    }
}
