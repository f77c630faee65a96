package org.openvss.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The arguments of one call, with COMMAND of {@code vss exec} split off at {@code --}: whatever
 * stands there is not ours to read.
 *
 * @param own arguments for us
 * @param command COMMAND and its arguments; empty for every other subcommand
 */
record CommandArguments(List<String> own, List<String> command) {
    private static final Set<String> GLOBAL_WITH_VALUE = Set.of("--state", "--config");
    private static final String END_OF_OPTIONS = "--";

    CommandArguments {
        own = List.copyOf(own);
        command = List.copyOf(command);
    }

    static CommandArguments split(List<String> arguments) {
        int end = arguments.indexOf(END_OF_OPTIONS);
        if (end < 0) {
            return new CommandArguments(withWait(arguments), List.of());
        }
        List<String> before = withWait(arguments.subList(0, end));
        List<String> after = arguments.subList(end + 1, arguments.size());
        if ("exec".equals(subcommand(before))) {
            return new CommandArguments(before, after);
        }
        List<String> all = new ArrayList<>(before);
        all.addAll(arguments.subList(end, arguments.size()));
        return new CommandArguments(all, List.of());
    }

    /** Spells {@code --wait} out, so that a VOLUME after it is not taken for a number. */
    private static List<String> withWait(List<String> arguments) {
        return arguments.stream()
                .map(argument ->
                        argument.equals("--wait") ? "--wait=" + SetOptions.AS_CONFIGURED : argument)
                .toList();
    }

    private static String subcommand(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (GLOBAL_WITH_VALUE.contains(argument)) {
                i++;
            } else if (!argument.startsWith("-")) {
                return argument;
            }
        }
        return "";
    }
}
