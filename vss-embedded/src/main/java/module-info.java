import org.jspecify.annotations.NullMarked;

/** Wires coordinator, gate, catalog, providers and writers. */
@NullMarked
module org.openvss.embedded {
    requires transitive org.openvss.api;
    requires org.openvss.coordinator;
    requires org.openvss.linux;
    requires static org.jspecify;
}
