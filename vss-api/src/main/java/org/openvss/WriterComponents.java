package org.openvss;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The components of one writer in the Backup Components Document; mirrors {@code
 * IVssWriterComponents} and {@code IVssWriterComponentsExt}.
 *
 * @param writerId class of the writer
 * @param instanceId instance of the writer
 * @param instanceName lasting name of the instance, or null if it has none
 * @param backupSchema what the writer supports beyond the full backup
 * @param components the components that were added, in the order of adding
 */
@Mirrors({"IVssWriterComponents", "IVssWriterComponentsExt"})
public record WriterComponents(
        @Mirrors("IVssWriterComponents::GetWriterInfo") WriterId writerId,
        @Mirrors("IVssWriterComponents::GetWriterInfo") WriterInstanceId instanceId,
        @Nullable String instanceName,
        Set<BackupSchema> backupSchema,
        @Mirrors("IVssWriterComponents::GetComponent") List<Component> components) {
    /** Copies the collections. */
    public WriterComponents {
        backupSchema = Set.copyOf(backupSchema);
        components = List.copyOf(components);
    }
}
