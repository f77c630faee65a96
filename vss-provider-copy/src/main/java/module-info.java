import org.jspecify.annotations.NullMarked;

/** Shadow copies of directory trees by copying. */
@NullMarked
module org.openvss.provider.copy {
    requires transitive org.openvss.api;
    requires org.openvss.linux;
    requires org.openvss.records;
    requires tools.jackson.databind;
    requires static org.jspecify;

    exports org.openvss.provider.copy;
}
