import org.jspecify.annotations.NullMarked;

/** Shadow copies of logical volumes, cut by the device-mapper at one instant. */
@NullMarked
module org.openvss.provider.lvm {
    requires transitive org.openvss.api;
    requires org.openvss.linux;
    requires org.openvss.records;
    requires tools.jackson.databind;
    requires static org.jspecify;

    exports org.openvss.provider.lvm;
}
