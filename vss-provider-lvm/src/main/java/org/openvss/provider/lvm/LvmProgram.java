package org.openvss.provider.lvm;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.linux.CommandResult;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Processes;
import org.openvss.records.Json;
import org.openvss.records.RecordException;
import tools.jackson.databind.JsonNode;

/**
 * Runs LVM's own program: without a shell, in a session of its own so that it ends what it began
 * even if we are killed, with a limit, one changing command at a time. All changes of LVM's
 * metadata go through here; nothing here may run while anything is held.
 */
final class LvmProgram {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int OUTPUT_LIMIT = 32 * 1024 * 1024;
    private static final List<String> ENVIRONMENT =
            List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", "LVM_SUPPRESS_FD_WARNINGS=1");

    /**
     * Where there is no udev nobody would answer its cookies and nobody would make the nodes: LVM
     * then does it itself.
     */
    private static final String WITHOUT_UDEV =
            "activation{udev_sync=0 udev_rules=0 verify_udev_operations=0}"
                    + " devices{obtain_device_list_from_udev=0 external_device_info_source=\"none\"}";

    // LVM serialises changes of a volume group itself; more of them at once only wait there.
    private static final ReentrantLock CHANGES = new ReentrantLock();

    private LvmProgram() {}

    /** Returns the path of the program, if LVM is installed. */
    static Optional<String> path() {
        return Stream.of("/usr/sbin/lvm", "/sbin/lvm", "/usr/bin/lvm")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
    }

    /**
     * Runs a command that changes something.
     *
     * @param doing what for, as a clause of an error: {@code volume x cannot be prepared}
     * @param command command and arguments, for instance {@code lvremove -y vg/lv}
     * @throws VssException with what LVM said
     */
    static void change(String doing, String... command) throws VssException {
        change(doing, Arrays.asList(command));
    }

    /** Runs a command that changes something. */
    static void change(String doing, List<String> command) throws VssException {
        changeSlowly(doing, LIMIT, command);
    }

    /** Runs a command that changes something and may take long. */
    static void changeSlowly(String doing, Duration limit, List<String> command)
            throws VssException {
        CHANGES.lock();
        try {
            CommandResult result =
                    Processes.run(program(), words(command), ENVIRONMENT, limit, OUTPUT_LIMIT);
            if (!result.isSuccess()) {
                throw failure(doing, command, result, limit);
            }
        } catch (LinuxException e) {
            throw LvmErrors.of(doing, e);
        } finally {
            CHANGES.unlock();
        }
    }

    /**
     * Runs a command that reports in JSON.
     *
     * @param doing what for, as a clause of an error
     */
    static JsonNode report(String doing, List<String> command) throws VssException {
        try {
            CommandResult result =
                    Processes.runForOutput(
                            program(), words(command), ENVIRONMENT, LIMIT, OUTPUT_LIMIT);
            if (!result.isSuccess()) {
                // Once more, to hear why.
                result = Processes.run(program(), words(command), ENVIRONMENT, LIMIT, OUTPUT_LIMIT);
                throw failure(doing, command, result, LIMIT);
            }
            return Json.parse(result.output().getBytes(StandardCharsets.UTF_8));
        } catch (LinuxException e) {
            throw LvmErrors.of(doing, e);
        } catch (RecordException e) {
            throw new VssException(
                    HResult.VSS_E_PROVIDER_VETO,
                    doing + ": LVM's report cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private static String program() throws VssException {
        return path().orElseThrow(() ->
                new VssException(
                        HResult.VSS_E_PROVIDER_VETO,
                        "LVM is not installed; install the package lvm2"));
    }

    private static List<String> words(List<String> command) {
        List<String> words = new ArrayList<>();
        words.add("lvm");
        words.addAll(command);
        if (!Files.exists(Path.of("/run/udev/control"))) {
            words.addAll(List.of("--config", WITHOUT_UDEV));
        }
        return words;
    }

    private static VssException failure(
            String doing, List<String> command, CommandResult result, Duration limit) {
        String said = result.output().strip().replaceAll("\\s*\\R\\s*", "; ");
        if (result.limitReached()) {
            return new VssException(
                    HResult.VSS_E_PROVIDER_VETO,
                    doing
                            + ": lvm "
                            + command.getFirst()
                            + " did not end within "
                            + limit.toSeconds()
                            + " s; a suspended device ('dmsetup info') makes it wait. It said: "
                            + said);
        }
        return new VssException(
                LvmErrors.codeFor(said),
                doing + ": lvm " + command.getFirst() + " failed: " + said);
    }
}
