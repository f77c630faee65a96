import org.jspecify.annotations.NullMarked;

/** Contract kits, faults, simulated host, simultaneity judge. */
@NullMarked
module org.openvss.testkit {
    requires transitive org.openvss.api;
    requires static org.jspecify;

    exports org.openvss.testkit.judge;
}
