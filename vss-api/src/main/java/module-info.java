import org.jspecify.annotations.NullMarked;

/** The contracts of OpenVSS: what requesters call, what writers and providers implement. */
@NullMarked
module org.openvss.api {
    requires static transitive org.jspecify;

    exports org.openvss;
    exports org.openvss.management;
    exports org.openvss.provider;
    exports org.openvss.writer;
}
