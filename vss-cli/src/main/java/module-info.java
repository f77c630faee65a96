import org.jspecify.annotations.NullMarked;

/** The vss command. */
@NullMarked
module org.openvss.cli {
    requires info.picocli;
    requires jdk.unsupported;
    requires org.openvss.benchmarks;
    requires org.openvss.coordinator;
    requires org.openvss.embedded;
    requires org.openvss.linux;
    requires org.openvss.records;
    requires tools.jackson.databind;
    requires static org.jspecify;

    opens org.openvss.cli to
            info.picocli;
}
