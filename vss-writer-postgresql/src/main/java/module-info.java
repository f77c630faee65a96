import org.jspecify.annotations.NullMarked;

/** PostgreSQL as a writer. */
@NullMarked
module org.openvss.writer.postgresql {
    requires org.openvss.linux;
    requires transitive org.openvss.writer.sql;
    requires org.postgresql.jdbc;
    requires static org.jspecify;

    uses java.sql.Driver;

    exports org.openvss.writer.postgresql;
}
