package org.openvss.coordinator.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.openvss.Deletion;
import org.openvss.HResult;
import org.openvss.ProviderInfo;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.coordinator.simulation.World.Artefact;
import org.openvss.provider.ExposedCopy;
import org.openvss.provider.PreparedCut;
import org.openvss.provider.Provider;
import org.openvss.provider.ProviderCapabilities;
import org.openvss.provider.ProviderTransaction;
import org.openvss.provider.Quiesce;
import org.openvss.provider.StoredCopy;
import org.openvss.provider.Support;

/** A provider over the storage of the world; takes the volumes of one file-system type. */
final class FakeProvider implements Provider {
    private final SimulatedProcess process;
    private final ProviderInfo info;
    private final Quiesce quiesce;
    private final String fileSystemType;

    FakeProvider(
            SimulatedProcess process, ProviderInfo info, Quiesce quiesce, String fileSystemType) {
        this.process = process;
        this.info = info;
        this.quiesce = quiesce;
        this.fileSystemType = fileSystemType;
    }

    @Override
    public ProviderInfo info() {
        return info;
    }

    @Override
    public ProviderCapabilities capabilities() {
        return new ProviderCapabilities(
                quiesce, false, false, true, false, false, false, 512, Set.of());
    }

    @Override
    public boolean worksSideBySide() {
        return process.world.sideBySide;
    }

    @Override
    public Support supports(Volume volume) throws VssException {
        step("supports", HResult.VSS_E_PROVIDER_VETO, () -> {});
        String storage = process.world.storageOf.get(volume.mountPoint());
        return volume.fileSystemType().equals(fileSystemType)
                ? new Support.Supported(storage == null ? Set.of() : Set.of(storage))
                : new Support.NotSupported(
                        HResult.VSS_E_VOLUME_NOT_SUPPORTED, "it is no " + fileSystemType, "");
    }

    @Override
    public ProviderTransaction begin(ShadowCopySetId set, ShadowCopyContext context)
            throws VssException {
        step("begin", HResult.E_OUTOFMEMORY, () -> {});
        return new Transaction(set);
    }

    @Override
    public List<StoredCopy> shadowCopies() throws VssException {
        step("shadowCopies", HResult.VSS_E_PROVIDER_VETO, () -> {});
        List<StoredCopy> found = new ArrayList<>();
        process.world.storage.forEach((copy, artefact) -> {
            if (artefact.provider.equals(info.name())) {
                found.add(
                        new StoredCopy(
                                copy,
                                artefact.set,
                                artefact.volumeId,
                                artefact.complete,
                                "storage"));
            }
        });
        return found;
    }

    @Override
    public List<ShadowCopySet> rescan() {
        return List.of();
    }

    @Override
    public Deletion delete(ShadowCopyId copy, boolean force) throws VssException {
        boolean[] there = {false};
        step(
                "delete",
                HResult.VSS_E_PROVIDER_VETO,
                () -> there[0] = process.world.storage.remove(copy) != null);
        return there[0] ? Deletion.REMOVED : Deletion.ALREADY_ABSENT;
    }

    @Override
    public ExposedCopy expose(ShadowCopyId copy, String folder) throws VssException {
        step("expose", HResult.E_OUTOFMEMORY, () -> {});
        return new ExposedCopy(folder, null);
    }

    @Override
    public void unexpose(ShadowCopyId copy, String folder, boolean force) throws VssException {
        step("unexpose", HResult.VSS_E_VOLUME_IN_USE, () -> {});
    }

    @Override
    public void revert(ShadowCopyId copy, Volume original, boolean force) throws VssException {
        throw new VssException(HResult.E_NOTIMPL, "cannot revert");
    }

    private void step(String call, HResult allowed, SimulatedProcess.Effect<VssException> effect)
            throws VssException {
        process.step(
                "provider." + info.name() + "." + call,
                () -> new VssException(allowed, "injected"),
                () -> new VssException(HResult.E_FAIL, "injected"),
                effect);
    }

    private enum Stage {
        BEGUN,
        PREPARED,
        PRECOMMITTED,
        POSTCOMMITTED,
        PREFINAL,
        FINAL,
        ABORTED
    }

    private final class Transaction implements ProviderTransaction {
        private final ShadowCopySetId set;
        private final Map<ShadowCopyId, Volume> volumes = new LinkedHashMap<>();
        private final Set<ShadowCopyId> confirmed = new HashSet<>();
        private Stage stage = Stage.BEGUN;

        Transaction(ShadowCopySetId set) {
            this.set = set;
        }

        @Override
        public void beginPrepare(ShadowCopyId copy, Volume volume) throws VssException {
            step(
                    "beginPrepare",
                    HResult.VSS_E_PROVIDER_VETO,
                    () -> {
                        advance(Stage.BEGUN, Stage.BEGUN);
                        volumes.put(copy, volume);
                    });
        }

        @Override
        public void endPrepare() throws VssException {
            step(
                    "endPrepare",
                    HResult.VSS_E_INSUFFICIENT_STORAGE,
                    () -> {
                        if (stage == Stage.ABORTED) {
                            throw new VssException(
                                    HResult.VSS_E_PROVIDER_VETO, "aborted while preparing");
                        }
                        advance(Stage.BEGUN, Stage.PREPARED);
                        if (!process.world.journal.containsKey(set)) {
                            process.world.violate("storage is touched before the journal");
                        }
                        volumes.forEach((copy, volume) ->
                                process.world.storage.put(
                                        copy, new Artefact(info.name(), set, volume.volumeId())));
                    });
        }

        @Override
        public List<PreparedCut> preCommit() throws VssException {
            step(
                    "preCommit",
                    HResult.VSS_E_PROVIDER_VETO,
                    () -> advance(Stage.PREPARED, Stage.PRECOMMITTED));
            process.world.quiet = true;
            return volumes.keySet().stream()
                    .<PreparedCut>map(copy -> new Cut(copy, confirmed))
                    .toList();
        }

        @Override
        public List<CutProof> postCommit(List<CommittedCut> cuts) throws VssException {
            step(
                    "postCommit",
                    HResult.VSS_E_PROVIDER_VETO,
                    () -> {
                        advance(Stage.PRECOMMITTED, Stage.POSTCOMMITTED);
                        if (cuts.size() != volumes.size()) {
                            process.world.violate("postCommit without all cuts");
                        }
                    });
            return volumes.keySet().stream()
                    .filter(copy -> quiesce == Quiesce.NONE || confirmed.contains(copy))
                    .map(copy -> new CutProof(copy, true, "nothing changed"))
                    .toList();
        }

        @Override
        public void preFinalCommit() throws VssException {
            step(
                    "preFinalCommit",
                    HResult.VSS_E_PROVIDER_VETO,
                    () -> advance(Stage.POSTCOMMITTED, Stage.PREFINAL));
        }

        @Override
        public void postFinalCommit(ShadowCopySet result) throws VssException {
            step(
                    "postFinalCommit",
                    HResult.VSS_E_PROVIDER_VETO,
                    () -> {
                        advance(Stage.PREFINAL, Stage.FINAL);
                        volumes.keySet()
                                .forEach(copy ->
                                        Objects.requireNonNull(process.world.storage.get(copy))
                                                        .complete =
                                                true);
                    });
        }

        @Override
        public List<String> abort() {
            List<String> left = new ArrayList<>();
            process.world.quiet = false;
            try {
                step("abort", HResult.VSS_E_PROVIDER_VETO, this::undo);
            } catch (VssException failure) {
                volumes.keySet().forEach(copy -> left.add("left behind: " + copy));
            }
            return left;
        }

        private void undo() {
            if (stage == Stage.FINAL) {
                return;
            }
            stage = Stage.ABORTED;
            volumes.keySet().forEach(process.world.storage::remove);
        }

        private void advance(Stage from, Stage to) {
            if (stage != from) {
                process.world.violate(info.name() + ": " + to + " called in " + stage);
            }
            stage = to;
        }
    }

    /** A cut that must find its volume held if its provider needs the gate. */
    private final class Cut implements PreparedCut {
        private final ShadowCopyId copy;
        private final Set<ShadowCopyId> confirmed;

        Cut(ShadowCopyId copy, Set<ShadowCopyId> confirmed) {
            this.copy = copy;
            this.confirmed = confirmed;
        }

        @Override
        public List<ShadowCopyId> copies() {
            return List.of(copy);
        }

        @Override
        public Duration predicted() {
            return Duration.ofMillis(1);
        }

        @Override
        public int cut() {
            try {
                step("cut", HResult.VSS_E_PROVIDER_VETO, () -> {});
            } catch (VssException failure) {
                return process.world.random.nextBoolean() ? 28 : 5;
            }
            return 0;
        }

        @Override
        public void confirm() {
            if (quiesce != Quiesce.SELF) {
                process.world.violate("a cut is confirmed that needs no proof");
            }
            confirmed.add(copy);
        }
    }
}
