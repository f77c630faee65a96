package org.openvss.components;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.openvss.ApplicationLevel;
import org.openvss.ComponentDescription;
import org.openvss.FileSet;
import org.openvss.WriterId;
import org.openvss.WriterInstanceId;
import org.openvss.WriterMetadata;

/** Writers described by lines: {@code name | logical path | Y or N | folders}. */
final class Components {
    /** The example of the documentation of VSS. */
    static final String EXAMPLE =
            """
            Executables  |                       | N | /exe
            ConfigFiles  | Executables           | N | /exe/conf
            LicenseInfo  |                       | Y | /license
            Security     |                       | Y |
            UserInfo     | Security              | N | /users
            Certificates | Security              | N | /certs
            writerData   |                       | Y |
            Set1         | writerData            | N | /data/1
            Set2         | writerData            | N | /data/2
            QueryLogs    | writerData            | N | /logs
            Usage        | writerData            | Y | /usage
            Jan          | writerData\\Usage      | N | /usage/jan
            Dec          | writerData\\Usage      | N | /usage/dec
            """;

    private Components() {}

    static WriterMetadata writer(String lines) {
        List<ComponentDescription> components = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            String[] columns = line.split("\\|", -1);
            ComponentDescription.Builder component =
                    ComponentDescription.fileGroup(columns[1].strip(), columns[0].strip());
            if (columns[2].strip().equals("Y")) {
                component.selectable();
            }
            for (String folder : columns[3].strip().split(" ", -1)) {
                if (!folder.isEmpty()) {
                    component.files(FileSet.everythingIn(folder));
                }
            }
            components.add(component.build());
        }
        WriterMetadata bare =
                new WriterMetadata(
                        WriterId.random(),
                        WriterInstanceId.random(),
                        "example",
                        ApplicationLevel.FRONT_END,
                        List.of());
        return new WriterMetadata(
                bare.identity(),
                bare.level(),
                bare.affectedPaths(),
                null,
                bare.backupSchema(),
                components,
                List.of(),
                List.of());
    }

    static ComponentDescription named(WriterMetadata writer, String name) {
        return Objects.requireNonNull(
                writer.components().stream()
                        .filter(component -> component.name().equals(name))
                        .findFirst()
                        .orElse(null),
                name);
    }

    static List<String> names(List<ComponentDescription> components) {
        return components.stream().map(ComponentDescription::name).toList();
    }
}
