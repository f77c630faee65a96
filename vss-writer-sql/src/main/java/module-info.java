import org.jspecify.annotations.NullMarked;

/** What the writers of SQL servers share: their life cycle, local connections, complete sets. */
@NullMarked
module org.openvss.writer.sql {
    requires transitive java.sql;
    requires transitive org.openvss.api;
    requires org.openvss.linux;
    requires static org.jspecify;

    exports org.openvss.writer.sql;
}
