package org.openvss.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openvss.writer.EmergencyThaw;

/** Emergency thaws as the words of a line: limit in milliseconds, executable, arguments. */
final class ThawWords {
    private ThawWords() {}

    /** Returns the words for a command. */
    static String words(EmergencyThaw thaw) {
        StringBuilder words = new StringBuilder().append(thaw.limit().toMillis());
        for (String argument : thaw.command()) {
            words.append(' ').append(FieldText.encode(argument));
        }
        return words.toString();
    }

    /**
     * Reads what {@link #words} wrote.
     *
     * @throws IllegalArgumentException if the words are something else
     */
    static EmergencyThaw parse(String words) {
        String[] word = words.split(" ", -1);
        if (word.length < 2) {
            throw new IllegalArgumentException("an emergency thaw needs a limit and a command");
        }
        List<String> command = new ArrayList<>();
        for (int at = 1; at < word.length; at++) {
            command.add(FieldText.decode(word[at]));
        }
        return new EmergencyThaw(command, Duration.ofMillis(Long.parseLong(word[0])));
    }
}
