package org.openvss.linux;

import static org.openvss.linux.NativeConstants.MCL_CURRENT;
import static org.openvss.linux.NativeConstants.MCL_FUTURE;
import static org.openvss.linux.NativeConstants.PR_SET_PDEATHSIG;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Starting, watching and ending processes, and settings of this one.
 *
 * <p>Programs start without a shell and with their exact argument bytes. Call from platform threads
 * only.
 */
public final class Processes {
    /** Ends a process that cannot refuse (SIGKILL). */
    public static final int SIGKILL = 9;

    /** Asks a process to end (SIGTERM). */
    public static final int SIGTERM = 15;

    private static final int LIMIT = 16 * 1024 * 1024;
    private static final int START_TIME_AFTER_NAME = 19;

    private Processes() {}

    /**
     * Starts a program.
     *
     * @throws LinuxException ENOENT if there is no such program, EACCES if it may not be executed
     */
    public static ChildProcess start(Command command) throws LinuxException {
        int pid = SpawnLibrary.spawn(command);
        long handle = Kernel.call(SystemCall.PIDFD_OPEN, pid, 0, 0);
        if (handle < 0) {
            kill(pid, SIGKILL);
        }
        Outcome.check(handle, SystemCall.PIDFD_OPEN, command.program() + " (pid " + pid + ")");
        return new ChildProcess(pid, command.program(), Fd.adopt(handle, "pid " + pid));
    }

    /**
     * Runs a program in a session of its own, in the root folder, without input, until it ends or a
     * limit is over; then its process group is killed.
     *
     * @param program absolute path
     * @param arguments all arguments, the first being the program's name
     * @param environment whole environment as {@code NAME=value}
     * @param limit longest time that it may take
     * @param outputLimit bytes of output to keep; the rest is read and dropped
     * @throws LinuxException if it could not be started or watched
     */
    public static CommandResult run(
            String program,
            List<String> arguments,
            List<String> environment,
            Duration limit,
            int outputLimit)
            throws LinuxException {
        return BoundedRun.run(program, arguments, environment, limit, outputLimit, true);
    }

    /**
     * Runs a program like {@link #run} and keeps what it writes to standard output only, for
     * programs whose output is a document.
     *
     * @param program absolute path
     * @param arguments all arguments, the first being the program's name
     * @param environment whole environment as {@code NAME=value}
     * @param limit longest time that it may take
     * @param outputLimit bytes of output to keep; the rest is read and dropped
     * @throws LinuxException if it could not be started or watched
     */
    public static CommandResult runForOutput(
            String program,
            List<String> arguments,
            List<String> environment,
            Duration limit,
            int outputLimit)
            throws LinuxException {
        return BoundedRun.run(program, arguments, environment, limit, outputLimit, false);
    }

    /**
     * Sends a signal to a process ({@code kill(2)}).
     *
     * @param signal number, 0 only asks whether it exists
     * @throws LinuxException ESRCH if it is gone, EPERM
     */
    public static void kill(int pid, int signal) throws LinuxException {
        if (pid <= 0) {
            throw Outcome.failure("kill", "pid " + pid, Errno.EINVAL);
        }
        Outcome.check(Kernel.call(SystemCall.KILL, pid, signal, 0), SystemCall.KILL, "pid " + pid);
    }

    /** Sends a signal to a process group ({@code kill(2)}); ESRCH if nobody is in it. */
    public static void killGroup(int group, int signal) throws LinuxException {
        if (group <= 1) {
            throw Outcome.failure("kill", "process group " + group, Errno.EINVAL);
        }
        Outcome.check(
                Kernel.call(SystemCall.KILL, -(long) group, signal, 0),
                SystemCall.KILL,
                "process group " + group);
    }

    /**
     * Returns when a process started, in clock ticks since boot: with the pid and the boot id it
     * names one process for ever. Nothing if there is no such process.
     */
    public static OptionalLong startTime(long pid) throws LinuxException {
        byte[] bytes;
        try {
            bytes = FileCalls.readFile("/proc/" + pid + "/stat", LIMIT);
        } catch (LinuxException failure) {
            if (failure.errno() == Errno.ENOENT || failure.errno() == Errno.ESRCH) {
                return OptionalLong.empty();
            }
            throw failure;
        }
        return OptionalLong.of(parseStartTime(bytes));
    }

    /** Returns the environment that this process was started with, as {@code NAME=value}. */
    public static List<String> environment() throws LinuxException {
        return RawArguments.split(FileCalls.readFile("/proc/self/environ", LIMIT));
    }

    /**
     * Says how likely the kernel is to kill this process when memory runs out.
     *
     * @param value −1000 (never) to 1000; lowering it needs a privilege
     */
    public static void setOomScoreAdjustment(int value) throws LinuxException {
        try (Fd file = FileCalls.open("/proc/self/oom_score_adj", OpenFlags.WRITE_ONLY)) {
            FileCalls.writeAll(file, Integer.toString(value).getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Keeps all memory of this process, present and future, in RAM ({@code mlockall(2)}). */
    public static void lockMemory() throws LinuxException {
        long all = MCL_CURRENT.value() | MCL_FUTURE.value();
        Outcome.check(
                Kernel.call(SystemCall.MLOCKALL, all, 0, 0), SystemCall.MLOCKALL, "this process");
    }

    /**
     * Asks for a signal when the thread that started this process ends (PR_SET_PDEATHSIG).
     *
     * @param signal number, 0 for none
     */
    public static void setParentDeathSignal(int signal) throws LinuxException {
        Outcome.check(
                Kernel.call(SystemCall.PRCTL, PR_SET_PDEATHSIG.value(), signal, 0),
                "prctl PR_SET_PDEATHSIG",
                "this process");
    }

    /** Reads the start time from {@code /proc/PID/stat}; the program's name may hold anything. */
    static long parseStartTime(byte[] stat) {
        String text = new String(stat, StandardCharsets.ISO_8859_1);
        String afterName = text.substring(text.lastIndexOf(')') + 2);
        return Long.parseLong(afterName.split(" ", -1)[START_TIME_AFTER_NAME]);
    }
}
