import org.jspecify.annotations.NullMarked;

/** Wires coordinator, gate, catalog, providers and writers. */
@NullMarked
module org.openvss.embedded {
    requires transitive org.openvss.api;
    requires org.openvss.coordinator;
    requires org.openvss.linux;
    requires transitive org.openvss.writer.hooks;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.toml;
    requires static org.jspecify;

    exports org.openvss.embedded.configuration;
}
