import org.jspecify.annotations.NullMarked;

/** Scratch volumes, gate benchmark, demonstration. */
@NullMarked
module org.openvss.benchmarks {
    requires transitive org.openvss.embedded;
    requires transitive org.openvss.linux;
    requires transitive org.openvss.testkit;
    requires static org.jspecify;

    exports org.openvss.benchmarks;
}
