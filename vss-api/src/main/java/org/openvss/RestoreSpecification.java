package org.openvss;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a writer wants its files to be restored; what {@code GetRestoreMethod} answers.
 *
 * @param method how the files are put back
 * @param service service to stop and start; null unless the method names one
 * @param userProcedure reserved by VSS; null
 * @param writerRestore when the writer takes part
 * @param rebootRequired whether the machine must be restarted afterwards
 * @param alternateLocationMappings other places for files that cannot go back to their own
 */
public record RestoreSpecification(
        RestoreMethod method,
        @Nullable String service,
        @Nullable String userProcedure,
        WriterRestore writerRestore,
        boolean rebootRequired,
        @Mirrors({
                    "IVssExamineWriterMetadata::GetAlternateLocationMapping",
                    "IVssCreateWriterMetadata::AddAlternateLocationMapping"
                })
                List<FileSet> alternateLocationMappings) {
    /** Copies the list and refuses a service that the method does not use. */
    public RestoreSpecification {
        alternateLocationMappings = List.copyOf(alternateLocationMappings);
        boolean stops =
                method == RestoreMethod.STOP_RESTORE_START
                        || method == RestoreMethod.RESTORE_STOP_START;
        if (service != null && !stops) {
            throw new IllegalArgumentException(
                    "restore method " + method + " stops no service, so it cannot name " + service);
        }
    }

    /** Returns a method without service, restart and mappings. */
    public static RestoreSpecification of(RestoreMethod method, WriterRestore writerRestore) {
        return new RestoreSpecification(method, null, null, writerRestore, false, List.of());
    }
}
