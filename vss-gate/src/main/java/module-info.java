import org.jspecify.annotations.NullMarked;

/** The write gate and its guard. */
@NullMarked
module org.openvss.gate {
    requires org.openvss.coordinator;
    requires org.openvss.linux;
    requires static org.jspecify;
}
