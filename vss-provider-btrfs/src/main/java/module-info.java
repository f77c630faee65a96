import org.jspecify.annotations.NullMarked;

/** Shadow copies of btrfs subvolumes by snapshots. */
@NullMarked
module org.openvss.provider.btrfs {
    requires transitive org.openvss.api;
    requires org.openvss.linux;
    requires org.openvss.records;
    requires tools.jackson.databind;
    requires static org.jspecify;

    exports org.openvss.provider.btrfs;
}
