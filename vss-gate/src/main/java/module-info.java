import org.jspecify.annotations.NullMarked;

/** The write gate and its guard. */
@NullMarked
module org.openvss.gate {
    requires transitive org.openvss.coordinator;
    requires org.openvss.linux;
    requires java.management;
    requires static org.jspecify;

    exports org.openvss.gate;
}
