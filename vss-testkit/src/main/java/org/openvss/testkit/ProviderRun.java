package org.openvss.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.openvss.Consistency;
import org.openvss.CutTimes;
import org.openvss.HResult;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.ShadowCopyState;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.provider.ExposedCopy;
import org.openvss.provider.PreparedCut;
import org.openvss.provider.Provider;
import org.openvss.provider.ProviderTransaction;
import org.openvss.provider.ProviderTransaction.CommittedCut;
import org.openvss.provider.ProviderTransaction.CutProof;
import org.openvss.provider.Quiesce;

/**
 * One creation in one provider, driven step by step in the way of the coordinator. Closing it
 * deletes whatever it made, so that tests leave nothing.
 */
final class ProviderRun implements AutoCloseable {
    /** How far a creation has come; every phase is reached by one call after the one before. */
    enum Phase {
        BEGUN,
        ADDED,
        PREPARED,
        PRE_COMMITTED,
        CUT,
        POST_COMMITTED,
        PRE_FINAL_COMMITTED,
        COMPLETE
    }

    private record Exposure(ShadowCopyId copy, String folder) {}

    final ShadowCopySetId set = ShadowCopySetId.random();
    final List<ShadowCopyId> copies = new ArrayList<>();
    final List<Volume> volumes;
    final Provider provider;
    final ProviderTransaction transaction;
    final ShadowCopySet result;
    List<PreparedCut> cuts = List.of();
    List<CutProof> proofs = List.of();

    private final ProviderFixture fixture;
    private final List<CommittedCut> committed = new ArrayList<>();
    private final List<Exposure> exposures = new ArrayList<>();
    private Phase phase = Phase.BEGUN;

    ProviderRun(ProviderFixture fixture, Provider provider, List<Volume> volumes) throws Exception {
        this.fixture = fixture;
        this.provider = provider;
        this.volumes = List.copyOf(volumes);
        volumes.forEach(volume -> copies.add(ShadowCopyId.random()));
        transaction = provider.begin(set, ShadowCopyContext.NAS_ROLLBACK);
        result = describe();
    }

    /** Returns a complete creation of some volumes. */
    static ProviderRun complete(ProviderFixture fixture, Provider provider, List<Volume> volumes)
            throws Exception {
        ProviderRun run = new ProviderRun(fixture, provider, volumes);
        run.advanceTo(Phase.COMPLETE);
        return run;
    }

    Phase phase() {
        return phase;
    }

    ShadowCopyId firstCopy() {
        return copies.getFirst();
    }

    /** Makes the calls that lead to a phase. */
    void advanceTo(Phase goal) throws Exception {
        for (Phase next : EnumSet.range(phase, goal)) {
            if (next != phase) {
                advanceBy(next);
                phase = next;
            }
        }
    }

    private void advanceBy(Phase next) throws Exception {
        switch (next) {
            case BEGUN -> {}
            case ADDED -> {
                for (int i = 0; i < volumes.size(); i++) {
                    transaction.beginPrepare(copies.get(i), volumes.get(i));
                }
            }
            case PREPARED -> transaction.endPrepare();
            case PRE_COMMITTED -> cuts = transaction.preCommit();
            case CUT -> cut();
            case POST_COMMITTED -> proofs = transaction.postCommit(List.copyOf(committed));
            case PRE_FINAL_COMMITTED -> transaction.preFinalCommit();
            case COMPLETE -> transaction.postFinalCommit(result);
        }
    }

    private void cut() throws Exception {
        Quiesce quiesce = provider.capabilities().quiesce();
        boolean held = quiesce == Quiesce.GATE || quiesce == Quiesce.DEVICE;
        // Nobody but the kit itself writes to its volumes, so there are no processes to hold.
        boolean byProcesses = quiesce == Quiesce.SELF && fileSystems() > 1;
        long origin = System.nanoTime();
        try (AutoCloseable hold = held ? fixture.hold(volumes) : () -> {}) {
            assert hold != null;
            for (PreparedCut cut : cuts) {
                long started = System.nanoTime() - origin;
                assertEquals(0, cut.cut(), "a cut of held volumes succeeds");
                long finished = System.nanoTime() - origin;
                Long closed = held || byProcesses ? 0L : null;
                Long opened = held || byProcesses ? finished : null;
                CutTimes times = new CutTimes(closed, started, finished, opened, true);
                cut.copies().forEach(copy -> committed.add(new CommittedCut(copy, times)));
            }
        }
        if (byProcesses) {
            cuts.forEach(PreparedCut::confirm);
        }
    }

    private long fileSystems() {
        return volumes.stream().map(Volume::deviceNumbers).distinct().count();
    }

    private ShadowCopySet describe() {
        Instant now = Instant.parse("2026-01-01T12:00:00Z");
        List<ShadowCopy> shadows = new ArrayList<>();
        for (int i = 0; i < volumes.size(); i++) {
            Volume volume = volumes.get(i);
            shadows.add(
                    new ShadowCopy(
                            copies.get(i),
                            set,
                            volume.mountPoint(),
                            volume.volumeId(),
                            volume.root(),
                            provider.info().id(),
                            provider.info().name(),
                            ShadowCopyContext.NAS_ROLLBACK.attributes(),
                            ShadowCopyState.CREATED,
                            now,
                            "contract-kit",
                            new CutTimes(0L, 1, 2, 3L, true),
                            null,
                            null,
                            null));
        }
        return new ShadowCopySet(
                set,
                ShadowCopyContext.NAS_ROLLBACK,
                ShadowCopyContext.NAS_ROLLBACK.attributes(),
                ShadowCopyState.CREATED,
                HResult.VSS_S_ASYNC_FINISHED,
                Consistency.CRASH,
                true,
                "made by the contract kit",
                now,
                3L,
                volumes.size(),
                shadows,
                List.of(),
                List.of());
    }

    /** Exposes a copy at a new folder and remembers to take it back. */
    ExposedCopy expose(ShadowCopyId copy) throws Exception {
        return exposeAt(copy, fixture.emptyFolder());
    }

    /** Exposes a copy at a folder and remembers to take it back. */
    ExposedCopy exposeAt(ShadowCopyId copy, String folder) throws Exception {
        ExposedCopy exposed = provider.expose(copy, folder);
        exposures.add(new Exposure(copy, folder));
        return exposed;
    }

    /** Takes back what {@link #exposeAt} did. */
    void unexpose(ShadowCopyId copy, String folder) throws Exception {
        provider.unexpose(copy, folder, false);
        exposures.remove(new Exposure(copy, folder));
    }

    /** Returns the content of a file in a copy. */
    String read(ShadowCopyId copy, String name) throws Exception {
        String folder = fixture.emptyFolder();
        ExposedCopy exposed = exposeAt(copy, folder);
        String content = readFile(exposed.path(), name);
        unexpose(copy, folder);
        return content;
    }

    static void writeFile(Volume volume, String name, String content) throws Exception {
        Files.writeString(Path.of(volume.mountPoint(), name), content, StandardCharsets.UTF_8);
    }

    static String readFile(String folder, String name) throws Exception {
        return Files.readString(Path.of(folder, name), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws VssException {
        transaction.abort();
        for (Exposure exposure : List.copyOf(exposures)) {
            provider.unexpose(exposure.copy(), exposure.folder(), true);
        }
        for (ShadowCopyId copy : copies) {
            provider.delete(copy, true);
        }
    }

    Set<ShadowCopyId> copySet() {
        return Set.copyOf(copies);
    }
}
