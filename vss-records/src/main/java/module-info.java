import org.jspecify.annotations.NullMarked;

/** The JSON records of sets and copies that lie on storage. */
@NullMarked
module org.openvss.records {
    requires transitive org.openvss.api;
    requires transitive tools.jackson.databind;
    requires static org.jspecify;

    exports org.openvss.records;
}
