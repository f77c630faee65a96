package org.openvss.kernel.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.openvss.linux.CommandResult;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Privileges;
import org.openvss.linux.Processes;

/**
 * A second kernel for what this machine's kernel cannot do: User-Mode Linux, booted from the
 * machine's own root file system, read-only, with sparse disks {@code /dev/ubda}, {@code ubdb}… and
 * the modules of the device mapper.
 *
 * <p>It has one processor, no udev and no network; times in it are informative only. Its folder
 * {@code /mnt} is the job folder, the only one that it shares with the machine for writing. {@link
 * GuestTests} runs tests in it.
 *
 * @param disks number of disks
 * @param diskBytes size of each disk
 * @param memory memory in MiB
 * @param limit longest time for the whole run
 */
record Guest(int disks, long diskBytes, int memory, Duration limit) {
    private static final int OUTPUT_LIMIT = 4 * 1024 * 1024;
    private static final List<String> PROGRAMS =
            List.of("linux.uml", "busybox", "unshare", "lvm", "thin_check");

    /** Returns a guest with four disks of 1 GiB. */
    static Guest standard(Duration limit) {
        return new Guest(4, 1L << 30, 1536, limit);
    }

    /** Returns the same guest with disks of another size. */
    Guest withDiskBytes(long bytes) {
        return new Guest(disks, bytes, memory, limit);
    }

    /**
     * What came of a run.
     *
     * @param exit exit code of the command, or nothing if the guest did not get so far
     * @param output what the guest's console showed
     * @param limitReached whether it was killed because it took too long
     */
    record Run(Optional<Integer> exit, String output, boolean limitReached) {}

    /** Tells why no guest can run here; empty if one can. */
    static Optional<String> obstacle() throws LinuxException {
        if (!Privileges.mayMount()) {
            return Optional.of("a guest needs root");
        }
        List<String> missing = PROGRAMS.stream().filter(each -> find(each).isEmpty()).toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "a guest needs the programs "
                                + missing
                                + " (packages user-mode-linux, busybox, lvm2,"
                                + " thin-provisioning-tools); ./verify installs them");
    }

    /**
     * Boots the guest, runs a command in it and ends it.
     *
     * @param job empty folder for the run
     * @param command commands for {@code sh}
     */
    Run run(Path job, String command) throws IOException, LinuxException {
        Files.writeString(job.resolve("command"), command);
        Path boot = resource(job, "boot");
        resource(job, "init");
        List<String> words =
                new ArrayList<>(
                        List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh"));
        words.addAll(List.of(boot.toString(), job.toString(), Integer.toString(memory)));
        for (int disk = 0; disk < disks; disk++) {
            String name = "disk" + disk;
            try (RandomAccessFile file = new RandomAccessFile(job.resolve(name).toFile(), "rw")) {
                file.setLength(diskBytes);
            }
            words.add(name);
        }
        CommandResult result =
                Processes.run(
                        find("unshare").orElseThrow().toString(),
                        words,
                        List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin"),
                        limit,
                        OUTPUT_LIMIT);
        Path exit = job.resolve("exit");
        return new Run(
                Files.exists(exit)
                        ? Optional.of(Integer.valueOf(Files.readString(exit).strip()))
                        : Optional.empty(),
                result.output(),
                result.limitReached());
    }

    private static Path resource(Path job, String name) throws IOException {
        Path copy = job.resolve(name);
        try (InputStream content =
                Objects.requireNonNull(Guest.class.getResourceAsStream(name), name)) {
            Files.copy(content, copy);
        }
        return copy;
    }

    private static Optional<Path> find(String program) {
        return List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin").stream()
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
