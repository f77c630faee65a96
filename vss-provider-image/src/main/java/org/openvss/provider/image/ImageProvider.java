package org.openvss.provider.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.openvss.Deletion;
import org.openvss.HResult;
import org.openvss.ProviderId;
import org.openvss.ProviderInfo;
import org.openvss.ProviderType;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileExtents;
import org.openvss.linux.LinuxException;
import org.openvss.provider.CopySpace;
import org.openvss.provider.ExposedCopy;
import org.openvss.provider.Provider;
import org.openvss.provider.ProviderCapabilities;
import org.openvss.provider.ProviderTransaction;
import org.openvss.provider.Quiesce;
import org.openvss.provider.StoredCopy;
import org.openvss.provider.Support;
import org.openvss.provider.WritableClone;
import org.openvss.records.CopyRecord;
import org.openvss.records.RecordException;

/**
 * Shadow copies of volumes in image files: while the gate holds the volume, its image is cloned by
 * reference, in a time that depends on the number of extents and not on the size. The clones lie in
 * {@code .openvss} at the root of the image's file system and hold everything that is known of
 * them.
 *
 * <p>Works with {@link ImageInspector} (what is behind a volume), {@link CloneFolder} (storage),
 * {@link CloneMounts} (loop devices and mounts) and {@link ImageRevert}. It does not freeze
 * anything; that is the gate's.
 */
public final class ImageProvider implements Provider {
    private static final ProviderInfo INFO =
            new ProviderInfo(
                    new ProviderId(UUID.fromString("2b1d9f0e-7a2c-4a3e-8a55-0d5e6c8f4b31")),
                    "image",
                    "clones the image file of a volume by reference (reflink)",
                    ProviderType.SOFTWARE,
                    "0.1.0");
    private static final ProviderCapabilities CAPABILITIES =
            new ProviderCapabilities(
                    Quiesce.GATE,
                    false,
                    false,
                    true,
                    true,
                    false,
                    true,
                    512,
                    Set.of(ShadowCopyAttribute.DIFFERENTIAL));

    private final ImageLimits limits;

    /** Creates a provider with the standard limits. */
    public ImageProvider() {
        this(ImageLimits.standard());
    }

    /**
     * Creates a provider.
     *
     * @param limits what it may ask of the hosts
     */
    public ImageProvider(ImageLimits limits) {
        this.limits = limits;
    }

    @Override
    public ProviderInfo info() {
        return INFO;
    }

    @Override
    public ProviderCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public boolean worksSideBySide() {
        return true;
    }

    @Override
    public Support supports(Volume volume) throws VssException {
        try (BackingImage image = ImageInspector.open(volume)) {
            return new Support.Supported(Set.of(image.host().deviceNumbers()));
        } catch (NotTakenException e) {
            return e.toSupport();
        } catch (LinuxException e) {
            throw ImageErrors.of("it cannot be found out what is behind " + volume.mountPoint(), e);
        }
    }

    @Override
    public ProviderTransaction begin(ShadowCopySetId set, ShadowCopyContext context)
            throws VssException {
        if (context == ShadowCopyContext.ALL) {
            throw new VssException(
                    HResult.VSS_E_UNSUPPORTED_CONTEXT,
                    "nothing can be created in the context for all copies");
        }
        return new ImageTransaction(set, limits);
    }

    @Override
    public List<StoredCopy> shadowCopies() throws VssException {
        return onHosts(
                "the clones cannot be listed",
                hosts -> {
                    List<StoredCopy> found = new ArrayList<>();
                    for (CloneFolder folder : hosts.folders()) {
                        for (ShadowCopyId copy : folder.copies()) {
                            Optional<CopyRecord> known = folder.readRecord(copy);
                            found.add(
                                    new StoredCopy(
                                            copy,
                                            folder.setOf(copy),
                                            known.map(each -> each.volume().volumeId()).orElse(""),
                                            known.filter(CopyRecord::isComplete).isPresent(),
                                            folder.pathOf(copy)));
                        }
                    }
                    return found;
                });
    }

    @Override
    public List<ShadowCopySet> rescan() throws VssException {
        return onHosts(
                "the clones cannot be listed",
                hosts -> {
                    List<CopyRecord> records = new ArrayList<>();
                    for (CloneFolder folder : hosts.folders()) {
                        for (ShadowCopyId copy : folder.copies()) {
                            folder.readRecord(copy).ifPresent(records::add);
                        }
                    }
                    return CopyRecord.rebuild(records);
                });
    }

    @Override
    public Deletion delete(ShadowCopyId copy, boolean force) throws VssException {
        return onHosts(
                "copy " + copy + " cannot be deleted",
                hosts -> {
                    Optional<CloneFolder> folder = hosts.holding(copy);
                    if (folder.isEmpty()) {
                        return Deletion.ALREADY_ABSENT;
                    }
                    CloneMounts.release(folder.get(), copy, force);
                    return folder.get().delete(copy) ? Deletion.REMOVED : Deletion.ALREADY_ABSENT;
                });
    }

    @Override
    public CopySpace space(ShadowCopyId copy) throws VssException {
        return onHosts(
                "the space of copy " + copy + " cannot be told",
                hosts -> {
                    CloneFolder holder = holder(hosts, copy);
                    try (Fd clone = holder.openImage(copy)) {
                        long bytes = FileExtents.exclusiveBytes(clone);
                        // btrfs keeps a whole extent for as long as any part of it is in use.
                        return holder.host().fileSystemType().equals("xfs")
                                ? CopySpace.exactly(bytes, "extents of its image")
                                : CopySpace.about(bytes, "extents of its image");
                    } catch (LinuxException e) {
                        if (e.errno() == Errno.ENOENT) {
                            return CopySpace.exactly(0, "its image was not made");
                        }
                        throw e;
                    }
                });
    }

    @Override
    public ExposedCopy expose(ShadowCopyId copy, String folder) throws VssException {
        return onHosts(
                "copy " + copy + " cannot be shown at " + folder,
                hosts -> {
                    CloneFolder holder = holder(hosts, copy);
                    return CloneMounts.expose(holder, complete(holder, copy), folder);
                });
    }

    @Override
    public void unexpose(ShadowCopyId copy, String folder, boolean force) throws VssException {
        boolean _ =
                onHosts(
                        "copy " + copy + " cannot be taken from " + folder,
                        hosts -> {
                            CloneMounts.unexpose(holder(hosts, copy), copy, folder, force);
                            return true;
                        });
    }

    @Override
    public WritableClone writableClone(ShadowCopyId copy, String folder) throws VssException {
        return onHosts(
                "no writable clone of copy " + copy + " can be shown at " + folder,
                hosts -> {
                    CloneFolder holder = holder(hosts, copy);
                    return ImageClone.show(holder, complete(holder, copy), folder);
                });
    }

    @Override
    public void revert(ShadowCopyId copy, Volume original, boolean force) throws VssException {
        boolean _ =
                onHosts(
                        original.mountPoint() + " cannot be reverted to copy " + copy,
                        hosts -> {
                            CloneFolder holder = holder(hosts, copy);
                            new ImageRevert(holder, complete(holder, copy), original, force).run();
                            return true;
                        });
    }

    private static CloneFolder holder(CloneHosts hosts, ShadowCopyId copy)
            throws LinuxException, VssException {
        return hosts.holding(copy).orElseThrow(() -> notFound(copy));
    }

    private static CopyRecord complete(CloneFolder holder, ShadowCopyId copy)
            throws LinuxException, VssException {
        return holder.readRecord(copy)
                .filter(CopyRecord::isComplete)
                .orElseThrow(() -> notFound(copy));
    }

    private static VssException notFound(ShadowCopyId copy) {
        return new VssException(
                HResult.VSS_E_OBJECT_NOT_FOUND,
                "no complete clone of copy "
                        + copy
                        + " is on any mounted file system; mount the one that has it");
    }

    private static <T> T onHosts(String failed, HostWork<T> work) throws VssException {
        try (CloneHosts hosts = CloneHosts.open()) {
            return work.run(hosts);
        } catch (LinuxException e) {
            throw e.errno() == Errno.EBUSY
                    ? new VssException(
                            HResult.VSS_E_VOLUME_IN_USE,
                            failed + ": " + e.getMessage() + "; end what uses it, or use force",
                            e)
                    : ImageErrors.of(failed, e);
        } catch (RecordException e) {
            throw new VssException(
                    HResult.VSS_E_PROVIDER_VETO,
                    failed + ": its record is damaged: " + e.getMessage(),
                    e);
        }
    }

    /** Work that needs the folders of all hosts. */
    @FunctionalInterface
    private interface HostWork<T> {
        T run(CloneHosts hosts) throws LinuxException, VssException, RecordException;
    }
}
