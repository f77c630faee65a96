import org.jspecify.annotations.NullMarked;

/** The vss command. */
@NullMarked
module org.openvss.cli {
    requires org.openvss.embedded;
    requires org.openvss.benchmarks;
    requires static org.jspecify;
}
