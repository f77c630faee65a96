package org.openvss.kernel.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.openvss.gate.GateChild;
import org.openvss.gate.GateChild.Action;
import org.openvss.gate.GateChild.Step;

/**
 * How a coordinator that comes to grief is started, in a process group of its own.
 *
 * @param javaHome Java runtime
 * @param classPath classes of the product and of the tests
 */
public record ChildCommand(String javaHome, String classPath) {
    /** Returns a command with the runtime and the classes of this process. */
    public static ChildCommand ofThisProcess() {
        return new ChildCommand(
                Objects.requireNonNull(System.getProperty("java.home")),
                Objects.requireNonNull(System.getProperty("java.class.path")));
    }

    /** Returns the words of the command. */
    public List<String> words(
            Action action,
            Step step,
            int number,
            Duration hold,
            String thawed,
            List<String> mountPoints) {
        List<String> words = new ArrayList<>();
        words.addAll(List.of("setsid", javaHome + "/bin/java"));
        words.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Xmx64m"));
        words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath));
        words.addAll(List.of(GateChild.class.getName(), action.name(), step.name()));
        words.addAll(List.of(Integer.toString(number), Long.toString(hold.toMillis()), thawed));
        words.addAll(mountPoints);
        return words;
    }
}
