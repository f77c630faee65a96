package org.openvss.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The list of everything that VSS documents ({@code vss-members.txt}). */
final class VssMembers {
    /** One function, method or type of VSS; the reason says why it has no counterpart. */
    record Member(String name, String fullName, Optional<String> reason) {}

    /** One interface of VSS, or a group of its functions and types. */
    record Section(String chapter, String title, List<Member> members) {
        /** Tells whether the members are methods of an interface, so that it has a type itself. */
        boolean isInterface() {
            return title.contains("Vss");
        }
    }

    private VssMembers() {}

    static List<Section> read() {
        List<Section> sections = new ArrayList<>();
        String chapter = "";
        for (String line : text().lines().filter(one -> !one.isBlank()).toList()) {
            if (line.startsWith("# ")) {
                chapter = line.substring(2);
            } else if (line.startsWith("[")) {
                sections.add(
                        new Section(
                                chapter, line.substring(1, line.length() - 1), new ArrayList<>()));
            } else {
                Section section = sections.getLast();
                String[] parts = line.split(" \\| ", 2);
                String fullName =
                        section.isInterface() ? section.title() + "::" + parts[0] : parts[0];
                section.members()
                        .add(
                                new Member(
                                        parts[0],
                                        fullName,
                                        parts.length > 1
                                                ? Optional.of(parts[1])
                                                : Optional.empty()));
            }
        }
        return sections;
    }

    private static String text() {
        try (InputStream list =
                Objects.requireNonNull(VssMembers.class.getResourceAsStream("vss-members.txt"))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
