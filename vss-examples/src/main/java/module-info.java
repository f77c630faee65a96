import org.jspecify.annotations.NullMarked;

/** Applications that take part in shadow copies, as examples. */
@NullMarked
module org.openvss.examples {
    requires transitive java.sql;
    requires transitive org.openvss.embedded;
    requires transitive org.openvss.writer.transactions;
    requires narayana.jta;
    requires org.mariadb.jdbc;
    requires org.postgresql.jdbc;
    requires static org.jspecify;

    exports org.openvss.examples.guestbook;
    exports org.openvss.examples.shop;
}
