package org.openvss.kernel.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.openvss.linux.CgroupTree;
import org.openvss.linux.LinuxException;

/** Control groups for the processes of a test; kills them and removes the groups at the end. */
final class ControlGroups implements AutoCloseable {
    private final CgroupTree tree;
    private final String top;
    private final List<Path> folders = new ArrayList<>();

    private ControlGroups(CgroupTree tree, String top) {
        this.tree = tree;
        this.top = top;
    }

    /** Makes a group of its own for a test, or skips the test where that is not possible. */
    static ControlGroups make() throws LinuxException, IOException {
        Optional<CgroupTree> tree = CgroupTree.find();
        Assumptions.assumeTrue(tree.isPresent(), "control groups of version 2 are not mounted");
        String name = "/openvss-test-" + ProcessHandle.current().pid();
        ControlGroups groups = new ControlGroups(tree.orElseThrow(), name);
        try {
            groups.folder("");
        } catch (IOException failure) {
            Assumptions.abort("no control group can be made: " + failure);
        }
        return groups;
    }

    /** Returns the name of a group of the test, as /proc/PID/cgroup has it. */
    String name(String below) {
        return top + below;
    }

    /** Makes a group, or finds it. */
    Path folder(String below) throws IOException {
        int slash = below.lastIndexOf('/');
        if (slash > 0) {
            folder(below.substring(0, slash));
        }
        Path folder = Path.of(tree.folder(name(below)).orElseThrow());
        if (!Files.exists(folder)) {
            Files.createDirectory(folder);
            folders.addFirst(folder);
        }
        return folder;
    }

    /** Starts a command inside a group. */
    Process start(String below, List<String> command) throws IOException {
        List<String> words = new ArrayList<>();
        words.addAll(List.of("sh", "-c", "echo $$ >$0/cgroup.procs; exec \"$@\""));
        words.add(folder(below).toString());
        words.addAll(command);
        return new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Tells whether somebody asked for a group to be frozen. */
    boolean isAsked(String below) throws IOException {
        return Files.readString(folder(below).resolve("cgroup.freeze")).startsWith("1");
    }

    /** Asks for a group to be frozen or thawed, as somebody else does. */
    void freeze(String below, boolean frozen) throws IOException {
        Files.writeString(folder(below).resolve("cgroup.freeze"), frozen ? "1" : "0");
    }

    /** Returns the groups that somebody asked to be frozen. */
    List<Path> frozen() throws IOException {
        List<Path> frozen = new ArrayList<>();
        for (Path folder : folders) {
            if (Files.readString(folder.resolve("cgroup.freeze")).startsWith("1")) {
                frozen.add(folder);
            }
        }
        return frozen;
    }

    @Override
    public void close() throws IOException {
        for (Path folder : folders) {
            Files.writeString(folder.resolve("cgroup.freeze"), "0");
            Files.writeString(folder.resolve("cgroup.kill"), "1");
            for (int attempt = 0; Files.exists(folder); attempt++) {
                try {
                    Files.delete(folder);
                } catch (IOException stillPopulated) {
                    if (attempt == 500) {
                        throw stillPopulated;
                    }
                    LockSupport.parkNanos(10_000_000);
                }
            }
        }
    }
}
