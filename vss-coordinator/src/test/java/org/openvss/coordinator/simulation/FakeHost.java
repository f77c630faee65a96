package org.openvss.coordinator.simulation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openvss.HResult;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.coordinator.port.AutoReleaseClaims;
import org.openvss.coordinator.port.CreationJournal;
import org.openvss.coordinator.port.CreationLock;
import org.openvss.coordinator.port.ShadowCopyCatalog;
import org.openvss.coordinator.port.Surfacing;
import org.openvss.coordinator.port.TimeSource;
import org.openvss.coordinator.port.VolumeResolver;
import org.openvss.provider.ExposedCopy;
import org.openvss.provider.Provider;

/** The small ports over the world: lock, claims, journal, catalog, volumes, mounts, clock. */
final class FakeHost {
    private final SimulatedProcess process;
    private final World world;
    private final Map<String, Volume> volumes;

    FakeHost(SimulatedProcess process, Map<String, Volume> volumes) {
        this.process = process;
        this.world = process.world;
        this.volumes = volumes;
    }

    private void step(String call, SimulatedProcess.Effect<VssException> effect)
            throws VssException {
        world.requireNotQuiet(call);
        process.step(
                call,
                () -> new VssException(HResult.VSS_E_UNEXPECTED, "injected at " + call),
                () -> new VssException(HResult.VSS_E_INSUFFICIENT_STORAGE, "injected at " + call),
                effect);
    }

    CreationLock lock() {
        return () -> {
            step(
                    "lock.acquire",
                    () -> {
                        if (world.locked) {
                            throw new VssException(
                                    HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS, "locked");
                        }
                    });
            world.locked = true;
            return () -> {
                process.requireAlive();
                world.locked = false;
            };
        };
    }

    AutoReleaseClaims claims() {
        return new AutoReleaseClaims() {
            @Override
            public Claim claim(ShadowCopySetId set) throws VssException {
                step("claims.claim", () -> {});
                world.claims.add(set);
                return () -> {
                    process.requireAlive();
                    world.claims.remove(set);
                };
            }

            @Override
            public boolean isClaimed(ShadowCopySetId set) throws VssException {
                step("claims.isClaimed", () -> {});
                return world.claims.contains(set);
            }
        };
    }

    CreationJournal journal() {
        return new CreationJournal() {
            @Override
            public void begin(Intent intent) throws VssException {
                step("journal.begin", () -> world.journal.put(intent.set(), intent));
            }

            @Override
            public void done(ShadowCopySetId set) throws VssException {
                step("journal.done", () -> world.journal.remove(set));
            }

            @Override
            public List<Intent> unfinished() throws VssException {
                step("journal.unfinished", () -> {});
                return List.copyOf(world.journal.values());
            }
        };
    }

    ShadowCopyCatalog catalog() {
        return new ShadowCopyCatalog() {
            @Override
            public void put(ShadowCopySet set) throws VssException {
                step("catalog.put", () -> world.catalog.put(set.id(), set));
            }

            @Override
            public void remove(ShadowCopySetId set) throws VssException {
                step("catalog.remove", () -> world.catalog.remove(set));
            }

            @Override
            public Optional<ShadowCopySet> find(ShadowCopySetId set) throws VssException {
                step("catalog.find", () -> {});
                return Optional.ofNullable(world.catalog.get(set));
            }

            @Override
            public List<ShadowCopySet> list() throws VssException {
                step("catalog.list", () -> {});
                return List.copyOf(world.catalog.values());
            }
        };
    }

    VolumeResolver volumes() {
        return new VolumeResolver() {
            @Override
            public Volume resolve(String argument) throws VssException {
                step("volumes.resolve", () -> {});
                Volume found = volumes.get(argument);
                if (found == null) {
                    throw new VssException(HResult.VSS_E_OBJECT_NOT_FOUND, argument);
                }
                return found;
            }

            @Override
            public List<String> underlying(Volume volume) throws VssException {
                step("volumes.underlying", () -> {});
                return world.beneath.getOrDefault(
                        volume.mountPoint(), List.of(volume.deviceNumbers()));
            }
        };
    }

    Surfacing surfacing() {
        return new Surfacing() {
            @Override
            public Optional<ExposedCopy> surface(ShadowCopyId copy, Provider provider)
                    throws VssException {
                step("surfacing.surface", () -> world.mounted.add(copy));
                return find(copy);
            }

            @Override
            public Optional<ExposedCopy> find(ShadowCopyId copy) {
                process.requireAlive();
                return world.mounted.contains(copy)
                        ? Optional.of(new ExposedCopy("/copies/" + copy, null))
                        : Optional.empty();
            }

            @Override
            public void requireEmptyFolder(String folder) throws VssException {
                step("surfacing.requireEmptyFolder", () -> {});
            }

            @Override
            public void withdraw(ShadowCopyId copy, Provider provider, boolean force)
                    throws VssException {
                step("surfacing.withdraw", () -> world.mounted.remove(copy));
            }
        };
    }

    TimeSource time() {
        return new TimeSource() {
            @Override
            public long nanoTime() {
                process.requireAlive();
                return world.clock;
            }

            @Override
            public Instant now() {
                return Instant.ofEpochSecond(0, world.clock);
            }
        };
    }
}
