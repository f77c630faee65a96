import org.jspecify.annotations.NullMarked;

/** A gate around a Jakarta Transactions manager. */
@NullMarked
module org.openvss.writer.transactions {
    requires transitive org.openvss.api;
    requires transitive jakarta.transaction;
    requires transitive java.transaction.xa;
    requires static org.jspecify;

    exports org.openvss.writer.transactions;
}
