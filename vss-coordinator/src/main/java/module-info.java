import org.jspecify.annotations.NullMarked;

/** The protocol: turns a request into a shadow copy set or into nothing. */
@NullMarked
module org.openvss.coordinator {
    requires transitive org.openvss.api;
    requires org.openvss.documents;
    requires static org.jspecify;

    exports org.openvss.coordinator;
    exports org.openvss.coordinator.port;
}
