package org.openvss.components;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openvss.ComponentDescription;
import org.openvss.ComponentKey;
import org.openvss.ComponentType;
import org.openvss.WriterMetadata;
import org.openvss.components.ComponentSelector.Selection;

/** Tables of which components are saved, beginning with the example of VSS. */
class ComponentSelectorTest {
    private static final WriterMetadata EXAMPLE = Components.writer(Components.EXAMPLE);

    @ParameterizedTest
    @CsvSource({
        "Executables, REQUIRED, ''",
        "ConfigFiles, REQUIRED, ''",
        "LicenseInfo, OPTIONAL, ''",
        "Security, OPTIONAL, UserInfo Certificates",
        "UserInfo, IMPLICIT, ''",
        "Certificates, IMPLICIT, ''",
        "writerData, OPTIONAL, Set1 Set2 QueryLogs Usage Jan Dec",
        "Set1, IMPLICIT, ''",
        "Usage, OPTIONAL_ALONE, Jan Dec",
        "Jan, IMPLICIT, ''"
    })
    void theExampleOfVss(String name, Selectability selectability, String implied) {
        ComponentTree tree = new ComponentTree(EXAMPLE);
        ComponentDescription component = Components.named(EXAMPLE, name);
        assertThat(tree.selectability(component)).isEqualTo(selectability);
        assertThat(String.join(" ", Components.names(tree.impliedBy(component))))
                .isEqualTo(implied);
        assertThat(tree.find(tree.keyOf(component))).contains(component);
    }

    @Test
    void whatLiesAboveComesClosestFirst() {
        ComponentTree tree = new ComponentTree(EXAMPLE);
        assertThat(Components.names(tree.above(Components.named(EXAMPLE, "Jan"))))
                .containsExactly("Usage", "writerData");
        assertThat(
                        tree.find(
                                new ComponentKey(
                                        EXAMPLE.writerId(),
                                        ComponentType.DATABASE,
                                        "",
                                        "Security")))
                .as("another kind is another component")
                .isEmpty();
    }

    /** Excluded names or missing folders, then what is added, then what comes with it. */
    @ParameterizedTest
    @CsvSource({
        "'', Executables ConfigFiles LicenseInfo Security writerData,"
                + " UserInfo Certificates Set1 Set2 QueryLogs Usage Jan Dec",
        "LicenseInfo, Executables ConfigFiles Security writerData,"
                + " UserInfo Certificates Set1 Set2 QueryLogs Usage Jan Dec",
        "writerData, Executables ConfigFiles LicenseInfo Security Usage, UserInfo Certificates Jan Dec",
        "/data/1, Executables ConfigFiles LicenseInfo Security Usage, UserInfo Certificates Jan Dec",
        "/usage/jan, Executables ConfigFiles LicenseInfo Security, UserInfo Certificates",
        "Usage, Executables ConfigFiles LicenseInfo Security, UserInfo Certificates",
        "/users /license, Executables ConfigFiles writerData, Set1 Set2 QueryLogs Usage Jan Dec",
        "ConfigFiles, '', ''",
        "/exe, '', ''",
        "/exe/conf, '', ''"
    })
    void whatIsWholeIsSaved(String without, String added, String implied) {
        List<String> missing = Arrays.asList(without.split(" "));
        Selection selection =
                ComponentSelector.select(
                        EXAMPLE,
                        component -> !missing.contains(component.name()),
                        folder -> !missing.contains(folder));
        assertThat(String.join(" ", Components.names(selection.explicit()))).isEqualTo(added);
        assertThat(String.join(" ", Components.names(selection.implicit()))).isEqualTo(implied);
        assertThat(selection.leftOut())
                .hasSize(
                        EXAMPLE.components().size()
                                - selection.explicit().size()
                                - selection.implicit().size());
    }

    @Test
    void everythingLeftOutHasItsReason() {
        Selection selection =
                ComponentSelector.select(
                        EXAMPLE,
                        component -> !component.name().equals("LicenseInfo"),
                        folder -> !folder.equals("/logs"));
        assertThat(reason(selection, "LicenseInfo")).isEqualTo("is excluded");
        assertThat(reason(selection, "QueryLogs"))
                .isEqualTo("requires the volume of /logs, which is not in the set");
        assertThat(reason(selection, "writerData"))
                .isEqualTo("would lack writerData\\QueryLogs below it");
        assertThat(reason(selection, "Set1")).isEqualTo("comes only with the component above it");
        Selection nothing = ComponentSelector.select(EXAMPLE, c -> true, "/exe"::startsWith);
        assertThat(nothing.explicit()).isEmpty();
        assertThat(reason(nothing, "LicenseInfo")).contains("/license");
    }

    private static String reason(Selection selection, String name) {
        return String.valueOf(selection.leftOut().get(Components.named(EXAMPLE, name)));
    }

    @Test
    void noSelectionOfAnyTreeBreaksTheRules() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            WriterMetadata writer = Components.writer(randomTree(random));
            ComponentTree tree = new ComponentTree(writer);
            Set<String> missing =
                    random.ints(random.nextInt(3), 0, 12)
                            .mapToObj(i -> "/" + i)
                            .collect(Collectors.toSet());
            Selection selection =
                    ComponentSelector.select(writer, c -> true, f -> !missing.contains(f));
            for (ComponentDescription added : selection.explicit()) {
                assertThat(tree.selectability(added)).isNotEqualTo(Selectability.IMPLICIT);
                assertThat(selection.implicit()).as("seed %d", seed).doesNotContain(added);
                assertThat(selection.implicit()).containsAll(tree.impliedBy(added));
            }
            for (ComponentDescription component : writer.components()) {
                boolean lacks =
                        ComponentSelector.files(component)
                                .anyMatch(f -> missing.contains(f.path()));
                assertThat(selection.includes(component) && lacks).as("seed %d", seed).isFalse();
                assertThat(selection.includes(component))
                        .isNotEqualTo(selection.leftOut().containsKey(component));
                boolean required = tree.selectability(component) == Selectability.REQUIRED;
                assertThat(required && lacks && !selection.explicit().isEmpty()).isFalse();
            }
        }
    }

    private static String randomTree(Random random) {
        String[] paths = {"", "", "0", "0\\1", "0\\1\\2", "3", "3\\4"};
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            lines.append(i).append('|').append(paths[random.nextInt(paths.length)]).append('|');
            lines.append(random.nextBoolean() ? "Y" : "N").append("|/").append(i).append('\n');
        }
        return lines.toString();
    }
}
