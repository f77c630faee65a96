import org.jspecify.annotations.NullMarked;

/** SQLite databases, held by an open transaction. */
@NullMarked
module org.openvss.writer.sqlite {
    requires transitive org.openvss.api;
    requires org.openvss.linux;
    requires static org.jspecify;

    exports org.openvss.writer.sqlite;
}
