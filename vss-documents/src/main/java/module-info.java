import org.jspecify.annotations.NullMarked;

/** The two documents of VSS as model and as XML, and the rules of components. */
@NullMarked
module org.openvss.documents {
    requires transitive org.openvss.api;
    requires java.xml;
    requires static org.jspecify;

    exports org.openvss.components;
    exports org.openvss.documents;
}
