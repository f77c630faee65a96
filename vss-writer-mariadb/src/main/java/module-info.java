import org.jspecify.annotations.NullMarked;

/** MariaDB as a writer. */
@NullMarked
module org.openvss.writer.mariadb {
    requires org.openvss.linux;
    requires transitive org.openvss.writer.sql;
    requires org.mariadb.jdbc;
    requires static org.jspecify;

    exports org.openvss.writer.mariadb;
}
