package org.openvss.gate;

import java.util.ArrayList;
import java.util.List;

/** What the guard answers to a {@link GuardRequest}, one line each. */
sealed interface GuardAnswer {
    /** Its descriptors are open and checked. */
    record Ready() implements GuardAnswer {}

    /** It cannot do what was asked, and why. */
    record Refused(String reason) implements GuardAnswer {}

    /** The limit of the writers runs. */
    record Armed() implements GuardAnswer {}

    /** The limit of the gates runs: they may close now. */
    record Watching() implements GuardAnswer {}

    /** It knows that the gates are open; whether it had to open any itself. */
    record Noted(boolean overran) implements GuardAnswer {}

    /** It forgot the emergency thaws; whether it had run them already. */
    record Disarmed(boolean overran) implements GuardAnswer {}

    /** It is done and exits; what it could not do, one sentence each. */
    record Ended(List<String> problems) implements GuardAnswer {
        /** Copies the list. */
        public Ended {
            problems = List.copyOf(problems);
        }
    }

    /** Returns the line, without its end. */
    default String line() {
        return switch (this) {
            case Ready() -> "ready";
            case Refused(String reason) -> "refused " + FieldText.encode(reason);
            case Armed() -> "armed";
            case Watching() -> "watching";
            case Noted(boolean overran) -> "noted " + overran;
            case Disarmed(boolean overran) -> "disarmed " + overran;
            case Ended(List<String> problems) -> {
                StringBuilder line = new StringBuilder("ended");
                problems.forEach(problem -> line.append(' ').append(FieldText.encode(problem)));
                yield line.toString();
            }
        };
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is none of the answers
     */
    static GuardAnswer parse(String line) {
        String[] word = line.split(" ", -1);
        return switch (word[0]) {
            case "ready" -> new Ready();
            case "refused" -> new Refused(FieldText.decode(only(word)));
            case "armed" -> new Armed();
            case "watching" -> new Watching();
            case "noted" -> new Noted(Boolean.parseBoolean(only(word)));
            case "disarmed" -> new Disarmed(Boolean.parseBoolean(only(word)));
            case "ended" -> {
                List<String> problems = new ArrayList<>();
                for (int at = 1; at < word.length; at++) {
                    problems.add(FieldText.decode(word[at]));
                }
                yield new Ended(problems);
            }
            default -> throw new IllegalArgumentException("'" + line + "' is no answer");
        };
    }

    private static String only(String[] word) {
        if (word.length != 2) {
            throw new IllegalArgumentException("an answer of " + word.length + " words");
        }
        return word[1];
    }
}
