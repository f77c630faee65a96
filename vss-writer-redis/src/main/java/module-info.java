import org.jspecify.annotations.NullMarked;

/** Redis servers, held by a pause of writes. */
@NullMarked
module org.openvss.writer.redis {
    requires transitive org.openvss.api;
    requires org.openvss.linux;
    requires static org.jspecify;

    exports org.openvss.writer.redis;
}
