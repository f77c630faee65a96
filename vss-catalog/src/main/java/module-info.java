import org.jspecify.annotations.NullMarked;

/** Journal and catalog on plain files. */
@NullMarked
module org.openvss.catalog {
    requires transitive org.openvss.coordinator;
    requires org.openvss.records;
    requires tools.jackson.databind;
    requires static org.jspecify;

    exports org.openvss.catalog;
}
