package org.openvss.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The direction of the house: who may know whom, and which calls only some rooms may make. */
class LayersTest {
    private static final JavaClasses CLASSES = Reactor.mainClasses();

    private static final String[] JDK = {"java..", "org.jspecify.."};

    private static final String[] API = {
        "org.openvss", "org.openvss.management", "org.openvss.writer", "org.openvss.provider"
    };

    @Test
    void onlyTheLinuxModuleCallsNativeCode() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("org.openvss.linux..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.lang.foreign.."));
    }

    @Test
    void theContractsKnowNothingButTheJdk() {
        onlyKnows(API, "org.openvss", new String[0]);
    }

    @Test
    void theLinuxCallsKnowNothingButTheJdk() {
        onlyKnows(new String[] {"org.openvss.linux.."}, "org.openvss.linux..", new String[0]);
    }

    @Test
    void theDocumentsKnowTheContractsAndTheXmlOfTheJdk() {
        onlyKnows(
                new String[] {"org.openvss.documents.."},
                "org.openvss.documents..",
                with(API, "javax.xml.."));
    }

    @Test
    void theRulesOfComponentsKnowOnlyTheContracts() {
        onlyKnows(new String[] {"org.openvss.components.."}, "org.openvss.components..", API);
    }

    @Test
    void theCoordinatorKnowsContractsAndDocuments() {
        onlyKnows(
                new String[] {"org.openvss.coordinator.."},
                "org.openvss.coordinator..",
                with(API, "org.openvss.documents..", "org.openvss.components.."));
    }

    @Test
    void theCoordinatorIsHandedClocksThreadsAndFiles() {
        String[] coordinator = {"org.openvss.coordinator.."};
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(coordinator)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.io..", "java.nio..", "java.net..")
                        .orShould()
                        .dependOnClassesThat()
                        .belongToAnyOf(
                                Thread.class,
                                System.Logger.class,
                                java.util.Timer.class,
                                java.util.concurrent.Executors.class));
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(coordinator)
                        .should()
                        .callMethodWhere(
                                target(System.class, "nanoTime", "currentTimeMillis", "getLogger")
                                        .or(target(java.time.Instant.class, "now"))
                                        .or(target(java.time.Clock.class, "systemUTC"))));
    }

    @Test
    void theGateStandsOnCoordinatorAndLinux() {
        onlyKnows(
                new String[] {"org.openvss.gate.."},
                "org.openvss.gate..",
                with(API, "org.openvss.coordinator.port..", "org.openvss.linux.."));
    }

    @Test
    void theCatalogStandsOnTheCoordinatorsPorts() {
        onlyKnows(
                new String[] {"org.openvss.catalog.."},
                "org.openvss.catalog..",
                with(
                        API,
                        "org.openvss.coordinator.port..",
                        "org.openvss.records..",
                        "tools.jackson..",
                        "com.fasterxml.jackson.annotation.."));
    }

    @Test
    void providersStandOnContractsRecordsAndLinuxAndNotOnEachOther() {
        for (String provider : List.of("btrfs", "image", "lvm", "copy")) {
            String own = "org.openvss.provider." + provider + "..";
            onlyKnows(
                    new String[] {own},
                    own,
                    with(
                            API,
                            "org.openvss.linux..",
                            "org.openvss.records..",
                            "tools.jackson..",
                            "com.fasterxml.jackson.annotation.."));
        }
    }

    @Test
    void writersStandOnContractsAndLinux() {
        for (String writer : List.of("hooks", "sqlite", "redis")) {
            String own = "org.openvss.writer." + writer + "..";
            onlyKnows(new String[] {own}, own, with(API, "org.openvss.linux.."));
        }
    }

    @Test
    void writersOfSqlServersKnowTheirOwnDriverAndNotEachOther() {
        String shared = "org.openvss.writer.sql..";
        String[] allowed = with(API, "org.openvss.linux..", "javax.net..", shared);
        onlyKnows(new String[] {shared}, shared, allowed);
        String postgresql = "org.openvss.writer.postgresql..";
        onlyKnows(new String[] {postgresql}, postgresql, allowed);
        String mariadb = "org.openvss.writer.mariadb..";
        onlyKnows(new String[] {mariadb}, mariadb, with(allowed, "org.mariadb.jdbc"));
    }

    @Test
    void theGateAroundTransactionsKnowsOnlyTheirContract() {
        onlyKnows(
                new String[] {"org.openvss.writer.transactions.."},
                "org.openvss.writer.transactions..",
                with(API, "jakarta.transaction..", "javax.transaction.xa.."));
    }

    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(
                        new SliceAssignment() {
                            @Override
                            public SliceIdentifier getIdentifierOf(JavaClass type) {
                                return SliceIdentifier.of(type.getPackageName());
                            }

                            @Override
                            public String getDescription() {
                                return "each package";
                            }
                        })
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void onlyCommandsPrint() {
        DescribedPredicate<AccessTarget.FieldAccessTarget> streams =
                describe(
                        "System.out and System.err",
                        field ->
                                field.getOwner().isEquivalentTo(System.class)
                                        && Set.of("out", "err").contains(field.getName()));
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                "org.openvss.cli..",
                                "org.openvss.benchmarks..",
                                "org.openvss.examples..")
                        .and() // the guard is a process of its own, and this is its only voice
                        .haveNameNotMatching("org\\.openvss\\.gate\\.Guard(Main)?")
                        .should()
                        .accessFieldWhere(
                                describe(
                                        "System.out or System.err",
                                        access -> streams.test(access.getTarget()))));
    }

    @Test
    void nobodyUsesTheOldLogging() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
    }

    @Test
    void nobodyCallsWhatADeadMountWouldHang() {
        check(
                noClasses()
                        .that() // the folders of benchmarks are their own
                        .resideOutsideOfPackage("org.openvss.benchmarks..")
                        .should()
                        .callMethodWhere(
                                target(java.nio.file.Files.class, "getFileStore", "isSameFile")
                                        .or(target(java.nio.file.Path.class, "toRealPath"))));
    }

    @Test
    void nobodyRunsACommandThroughRuntime() {
        check(noClasses().should().callMethodWhere(target(Runtime.class, "exec")));
    }

    /**
     * Apart from the contracts, only these say that something is not available; each is told in
     * {@code @Mirrors(except = …)} of the call that a requester makes.
     */
    @Test
    void onlyKnownPlacesAnswerNotImplemented() {
        List<String> places =
                CLASSES.stream()
                        .filter(type -> !Arrays.asList(API).contains(type.getPackageName()))
                        .filter(type -> !type.getPackageName().startsWith("org.openvss.testkit"))
                        .flatMap(type -> type.getFieldAccessesFromSelf().stream())
                        .filter(access -> access.getTarget().getName().equals("E_NOTIMPL"))
                        .map(access ->
                                access.getOriginOwner().getSimpleName()
                                        + "."
                                        + access.getOrigin().getName())
                        .distinct()
                        .filter(place -> !place.matches("\\w+Provider\\.revert"))
                        .toList();
        assertThat(places)
                .containsExactlyInAnyOrder(
                        "ShadowCopyAdministration.revert", "ProviderMethod.<clinit>");
    }

    private static void onlyKnows(String[] packages, String own, String[] allowed) {
        check(
                classes()
                        .that()
                        .resideInAnyPackage(packages)
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(with(with(JDK, allowed), with(packages, own))));
    }

    private static String[] with(String[] some, String... more) {
        String[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaMethodCall> target(
            Class<?> owner, String... names) {
        return describe(
                owner.getSimpleName() + "." + String.join(" or ", names),
                call ->
                        call.getTargetOwner().isAssignableTo(owner)
                                && Arrays.asList(names).contains(call.getName()));
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
