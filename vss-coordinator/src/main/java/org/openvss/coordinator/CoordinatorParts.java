package org.openvss.coordinator;

import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.openvss.coordinator.port.AutoReleaseClaims;
import org.openvss.coordinator.port.CreationJournal;
import org.openvss.coordinator.port.CreationListener;
import org.openvss.coordinator.port.CreationLock;
import org.openvss.coordinator.port.Gate;
import org.openvss.coordinator.port.ShadowCopyCatalog;
import org.openvss.coordinator.port.Surfacing;
import org.openvss.coordinator.port.TimeSource;
import org.openvss.coordinator.port.VolumeResolver;
import org.openvss.coordinator.port.Workers;
import org.openvss.provider.Provider;
import org.openvss.writer.TransactionManager;
import org.openvss.writer.Writer;

/**
 * Everything that a coordinator works with; immutable.
 *
 * @param providers the registered storage technologies, in their order of choice within a type
 * @param writers the registered applications
 * @param transactionManagers the registered transaction managers, frozen before the writers
 * @param gate holds writes
 * @param lock one creation at a time on this machine
 * @param journal what was being attempted
 * @param catalog what exists
 * @param claims which auto-release sets have a living requester
 * @param volumes finds volumes
 * @param surfacing mounts completed copies
 * @param workers runs what takes long
 * @param time the clocks
 * @param listener hears of progress
 * @param limits how long to wait
 * @param machine host name, as copies carry it
 * @param ids yields new GUIDs, normally {@link UUID#randomUUID}
 */
public record CoordinatorParts(
        List<Provider> providers,
        List<Writer> writers,
        List<TransactionManager> transactionManagers,
        Gate gate,
        CreationLock lock,
        CreationJournal journal,
        ShadowCopyCatalog catalog,
        AutoReleaseClaims claims,
        VolumeResolver volumes,
        Surfacing surfacing,
        Workers workers,
        TimeSource time,
        CreationListener listener,
        CoordinatorLimits limits,
        String machine,
        Supplier<UUID> ids) {
    /** Copies the lists. */
    public CoordinatorParts {
        providers = List.copyOf(providers);
        writers = List.copyOf(writers);
        transactionManagers = List.copyOf(transactionManagers);
    }
}
