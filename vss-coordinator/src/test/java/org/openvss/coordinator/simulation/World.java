package org.openvss.coordinator.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.coordinator.port.CreationJournal.Intent;

/**
 * What outlives a process: storage, journal, catalog, kernel, applications and the clock. Every
 * call of a fake goes through a {@link SimulatedProcess} of this world.
 */
final class World {
    /** Whether the providers take calls for several copies at once. */
    boolean sideBySide = true;

    final Random random;
    final Map<ShadowCopyId, Artefact> storage = new LinkedHashMap<>();
    final Map<ShadowCopySetId, Intent> journal = new LinkedHashMap<>();
    final Map<ShadowCopySetId, ShadowCopySet> catalog = new LinkedHashMap<>();
    final Map<String, FakeApplication> applications = new LinkedHashMap<>();
    final Map<String, FakeApplication> transactionManagers = new LinkedHashMap<>();
    final Set<ShadowCopyId> mounted = new HashSet<>();
    final Set<ShadowCopySetId> claims = new HashSet<>();
    final Set<String> heldVolumes = new HashSet<>();
    final Map<String, List<String>> beneath = new LinkedHashMap<>();
    final Map<String, String> storageOf = new LinkedHashMap<>();
    final List<String> armedApplications = new ArrayList<>();
    final List<String> trace = new ArrayList<>();
    final List<String> violations = new ArrayList<>();
    FaultScript script = FaultScript.NONE;
    Runnable cancel = () -> {};
    boolean locked;
    boolean crashed;
    boolean quiet;
    int generation;
    int calls;
    long clock = 1_000_000_000L;

    World(long seed) {
        this.random = new Random(seed);
    }

    /** Something that a provider has left on storage. */
    static final class Artefact {
        final String provider;
        final ShadowCopySetId set;
        final String volumeId;
        boolean complete;
        boolean cutWhileAllHeld;

        Artefact(String provider, ShadowCopySetId set, String volumeId) {
            this.provider = provider;
            this.set = set;
            this.volumeId = volumeId;
        }
    }

    /** Starts a process; whatever an older one still does has no effect. */
    SimulatedProcess start() {
        generation++;
        crashed = false;
        return new SimulatedProcess(this, generation);
    }

    /** The process dies: the kernel drops its locks, the guard releases what it held. */
    void crash() {
        crashed = true;
        quiet = false;
        generation++;
        locked = false;
        claims.clear();
        // They live in the process: their holds die with it.
        transactionManagers.values().forEach(FakeApplication::release);
        guardReleases();
    }

    /** What the guard does at the end of the pipe or at its limit. */
    void guardReleases() {
        heldVolumes.clear();
        armedApplications.forEach(name -> application(name).emergencyThaw());
        armedApplications.clear();
    }

    /** Writes are held or about to be: nobody may write a record or tell anybody. */
    void requireNotQuiet(String call) {
        if (quiet) {
            violate(call + " was called between preCommit and the opening of the gate");
        }
    }

    FakeApplication application(String name) {
        return applications.computeIfAbsent(name, FakeApplication::new);
    }

    FakeApplication transactionManager(String name) {
        return transactionManagers.computeIfAbsent(name, FakeApplication::new);
    }

    void violate(String what) {
        violations.add(what);
    }
}
