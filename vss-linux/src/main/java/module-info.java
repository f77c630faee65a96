import org.jspecify.annotations.NullMarked;

/** System calls of Linux: the only native code. */
@NullMarked
module org.openvss.linux {
    requires static transitive org.jspecify;

    exports org.openvss.linux;
}
