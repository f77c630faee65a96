import org.jspecify.annotations.NullMarked;

/** Shadow copies of image-backed volumes by reflink. */
@NullMarked
module org.openvss.provider.image {
    requires transitive org.openvss.api;
    requires org.openvss.linux;
    requires org.openvss.records;
    requires tools.jackson.databind;
    requires static org.jspecify;

    exports org.openvss.provider.image;
}
