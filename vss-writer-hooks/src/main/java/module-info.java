import org.jspecify.annotations.NullMarked;

/** Executables called with freeze and thaw. */
@NullMarked
module org.openvss.writer.hooks {
    requires transitive org.openvss.api;
    requires org.openvss.linux;
    requires static org.jspecify;

    exports org.openvss.writer.hooks;
}
