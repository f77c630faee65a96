import org.jspecify.annotations.NullMarked;

/** Journal and catalog on plain files. */
@NullMarked
module org.openvss.catalog {
    requires org.openvss.coordinator;
    requires tools.jackson.databind;
    requires static org.jspecify;
}
