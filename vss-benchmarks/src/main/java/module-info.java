import org.jspecify.annotations.NullMarked;

/** Scratch volumes, gate benchmark, demonstration. */
@NullMarked
module org.openvss.benchmarks {
    requires org.openvss.embedded;
    requires org.openvss.linux;
    requires static org.jspecify;
}
