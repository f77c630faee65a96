import org.jspecify.annotations.NullMarked;

/** Contract kits, faults, simulated host, simultaneity judge. */
@NullMarked
module org.openvss.testkit {
    requires transitive org.openvss.api;
    requires static org.jspecify;
    requires static org.junit.jupiter.api;

    exports org.openvss.testkit;
    exports org.openvss.testkit.judge;
}
