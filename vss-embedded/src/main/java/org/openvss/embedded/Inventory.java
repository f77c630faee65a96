package org.openvss.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.embedded.VolumeReport.Answer;
import org.openvss.linux.AttributeCalls;
import org.openvss.linux.FileStatus;
import org.openvss.linux.FileType;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Mount;
import org.openvss.provider.CopySpace;
import org.openvss.provider.Provider;
import org.openvss.provider.StoredCopy;
import org.openvss.provider.Support;

/** What is mounted and what lies on storage, for people who want to know before they act. */
final class Inventory {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final LocalParts parts;

    Inventory(LocalParts parts) {
        this.parts = parts;
    }

    /**
     * Reports every mounted file system once, of btrfs every subvolume that is mounted, without
     * those that the kernel makes up.
     */
    List<VolumeReport> volumes() throws VssException {
        List<VolumeReport> reports = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<Mount> mounts = LinuxVolumeResolver.mounts();
        for (Mount mount : mounts) {
            if (!FileSystemKinds.isMadeUp(mount)
                    && !seen.contains(volumeOf(mount))
                    && LinuxVolumeResolver.isVisible(mount, mounts)) {
                seen.add(volumeOf(mount));
                reports.add(report(mount));
            }
        }
        return reports;
    }

    private static String volumeOf(Mount mount) {
        return mount.deviceNumbers() + mount.btrfsSubvolume().orElse("");
    }

    private VolumeReport report(Mount mount) {
        if (!FileSystemKinds.isVolume(mount)) {
            return report(
                    mount,
                    null,
                    null,
                    FileSystemKinds.reason(mount),
                    FileSystemKinds.remedy(mount),
                    List.of());
        }
        try {
            return report(mount, parts.resolver().ofMount(mount));
        } catch (VssException e) {
            return report(mount, null, null, e.sentence(), "", List.of());
        }
    }

    /** Asks all providers in their order; what each one says is told, and why nobody takes it. */
    private VolumeReport report(Mount mount, Volume volume) {
        List<Answer> answers = new ArrayList<>();
        for (Provider provider : parts.providers()) {
            if (!provider.capabilities().onlyWhenNamed()) {
                answers.add(ask(provider, volume));
            }
        }
        String id = volume.volumeId();
        Optional<Answer> taker = answers.stream().filter(Answer::takes).findFirst();
        if (taker.isPresent()) {
            return report(mount, id, taker.get().provider(), "", "", answers);
        }
        Set<String> remedies = new LinkedHashSet<>();
        for (Answer answer : answers) {
            if (!answer.remedy().isEmpty()) {
                remedies.add(answer.remedy());
            }
        }
        if (remedies.stream().noneMatch(remedy -> remedy.contains("--provider copy"))) {
            remedies.add("use '--provider copy', which copies its files");
        }
        String reasons =
                answers.stream()
                        .map(answer -> answer.provider() + ": " + answer.reason())
                        .collect(Collectors.joining("; "));
        return report(mount, id, null, reasons, String.join(", or ", remedies), answers);
    }

    private static Answer ask(Provider provider, Volume volume) {
        String name = provider.info().name();
        try {
            return switch (supports(provider, volume)) {
                case Support.Supported _ -> new Answer(name, true, "", "");
                case Support.NotSupported refusal ->
                        new Answer(name, false, refusal.reason(), refusal.remedy());
            };
        } catch (VssException e) {
            return new Answer(name, false, e.sentence(), "");
        }
    }

    private static VolumeReport report(
            Mount mount,
            @Nullable String volumeId,
            @Nullable String provider,
            String reason,
            String remedy,
            List<Answer> answers) {
        return new VolumeReport(
                mount.mountPoint(),
                mount.fileSystemType(),
                mount.source(),
                volumeId,
                provider,
                reason,
                remedy,
                answers);
    }

    /** A volume whose storage does not answer must not keep the others from being listed. */
    private static Support supports(Provider provider, Volume volume) throws VssException {
        try {
            return BoundedCall.run(
                    provider.info().name() + " looks at " + volume.mountPoint(),
                    LIMIT,
                    () -> provider.supports(volume));
        } catch (TimeoutException e) {
            return new Support.NotSupported(
                    HResult.VSS_E_VOLUME_NOT_SUPPORTED,
                    "its storage does not answer within "
                            + LIMIT.toSeconds()
                            + " s ("
                            + e.getMessage()
                            + ")",
                    "see whether the file system of its image is frozen or dead");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof VssException refusal) {
                throw refusal;
            }
            throw new VssException(
                    HResult.VSS_E_UNEXPECTED, volume.mountPoint() + " cannot be looked at", e);
        }
    }

    /** Reports every copy on storage. */
    List<StorageUse> storage() throws VssException {
        Map<ShadowCopyId, ShadowCopy> known = new HashMap<>();
        parts.catalog()
                .list()
                .forEach(set -> set.shadowCopies().forEach(copy -> known.put(copy.id(), copy)));
        List<StorageUse> uses = new ArrayList<>();
        for (Provider provider : parts.providers()) {
            for (StoredCopy stored : provider.shadowCopies()) {
                ShadowCopy copy = known.get(stored.copy());
                uses.add(
                        new StorageUse(
                                stored.copy(),
                                stored.set(),
                                copy == null ? stored.volumeId() : copy.volume(),
                                provider.info().name(),
                                stored.where(),
                                stored.complete(),
                                copy != null,
                                allocatedBytes(stored.where()),
                                space(provider, stored.copy())));
            }
        }
        return uses;
    }

    /** One copy that cannot be looked at must not hide the others. */
    static CopySpace space(Provider provider, ShadowCopyId copy) {
        try {
            return provider.space(copy);
        } catch (VssException e) {
            return CopySpace.unknown(e.sentence());
        }
    }

    /** Only files can be asked cheaply; folders would have to be walked. */
    private static @Nullable Long allocatedBytes(String where) {
        if (!where.startsWith("/")) {
            return null;
        }
        try {
            FileStatus status = AttributeCalls.lstat(where);
            return status.type() == FileType.REGULAR ? status.allocatedBytes() : null;
        } catch (LinuxException e) {
            return null;
        }
    }
}
