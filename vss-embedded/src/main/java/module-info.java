import org.jspecify.annotations.NullMarked;

/** Wires coordinator, gate, catalog, providers and writers. */
@NullMarked
module org.openvss.embedded {
    requires transitive org.openvss.api;
    requires transitive org.openvss.coordinator;
    requires org.openvss.catalog;
    requires org.openvss.gate;
    requires org.openvss.linux;
    requires org.openvss.provider.btrfs;
    requires org.openvss.provider.copy;
    requires org.openvss.provider.image;
    requires transitive org.openvss.provider.lvm;
    requires transitive org.openvss.writer.hooks;
    requires transitive org.openvss.writer.mariadb;
    requires transitive org.openvss.writer.postgresql;
    requires transitive org.openvss.writer.redis;
    requires transitive org.openvss.writer.sqlite;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.toml;
    requires static org.jspecify;

    exports org.openvss.embedded;
    exports org.openvss.embedded.configuration;
}
