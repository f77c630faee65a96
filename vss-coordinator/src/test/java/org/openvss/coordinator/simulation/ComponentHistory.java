package org.openvss.coordinator.simulation;

import java.util.ArrayList;
import java.util.List;
import org.openvss.BackupComponents;
import org.openvss.Component;
import org.openvss.ComponentKey;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.WriterComponents;
import org.openvss.WriterInstanceId;
import org.openvss.documents.BackupComponentsDocument;

/** The components of one history: what is added, noted and told must fit together. */
final class ComponentHistory {
    private final World world;
    private final Scenario scenario;
    private final List<ComponentKey> added;

    ComponentHistory(World world, Scenario scenario, List<ComponentKey> added) {
        this.world = world;
        this.scenario = scenario;
        this.added = added;
    }

    /** Adds what the scenario wishes and the rules allow. */
    static List<ComponentKey> add(BackupComponents session, Scenario scenario) throws VssException {
        List<ComponentKey> added = new ArrayList<>();
        List<ComponentKey> wishes = scenario.wishes();
        for (ComponentKey wish : wishes == null ? List.<ComponentKey>of() : wishes) {
            try {
                session.addComponent(instance(scenario, wish), wish);
                added.add(wish);
            } catch (VssException refused) {
                boolean absent = refused.code() == HResult.VSS_E_OBJECT_NOT_FOUND;
                if (!absent && refused.code() != HResult.E_INVALIDARG) {
                    throw refused;
                }
            }
        }
        return added;
    }

    private static WriterInstanceId instance(Scenario scenario, ComponentKey key) {
        return scenario.writers().stream()
                .filter(writer -> writer.metadata().writerId().equals(key.writerId()))
                .map(writer -> writer.metadata().instanceId())
                .findFirst()
                .orElseThrow();
    }

    /** The document holds what was added, with notes of the right writers only. */
    void checkDocument(BackupComponents session) throws VssException {
        List<ComponentKey> found = new ArrayList<>();
        for (WriterComponents part : session.getWriterComponents()) {
            for (Component component : part.components()) {
                found.add(component.key());
                String stamp = component.backup().stamp();
                check(
                        stamp == null || stamp.startsWith(nameOf(component.key()) + " "),
                        "somebody else noted " + stamp + " on " + component.key());
            }
        }
        check(
                found.size() == added.size() && found.containsAll(added),
                "the document has " + found + " instead of " + added);
        if (scenario.context().hasWriters()) {
            check(
                    BackupComponentsDocument.read(session.saveAsXml())
                            .writers()
                            .equals(session.getWriterComponents()),
                    "the saved document says something else");
        }
    }

    private String nameOf(ComponentKey key) {
        return scenario.writers().stream()
                .filter(writer -> writer.metadata().writerId().equals(key.writerId()))
                .map(writer -> writer.metadata().name())
                .findFirst()
                .orElseThrow();
    }

    /** Saves all but the first component, and tells the writers so. */
    void complete(BackupComponents session, FakeWorkers workers) throws VssException {
        session.setBackupSucceeded(true);
        if (!added.isEmpty()) {
            ComponentKey first = added.getFirst();
            session.setBackupSucceeded(instance(scenario, first), first, false);
        }
        var _ = session.backupComplete();
        workers.runAll();
        for (Scenario.OneWriter writer : scenario.writers()) {
            Boolean told = world.application(writer.metadata().name()).toldSucceeded;
            boolean failed =
                    !added.isEmpty()
                            && added.getFirst().writerId().equals(writer.metadata().writerId());
            check(
                    told == null || told != failed,
                    writer.metadata().name() + " was told that success is " + told);
        }
    }

    /** In component mode only writers with components hear of the backup. */
    void checkEvents() {
        for (Scenario.OneWriter writer : scenario.writers()) {
            boolean chosen =
                    scenario.wishes() == null
                            || added.stream()
                                    .anyMatch(key ->
                                            key.writerId().equals(writer.metadata().writerId()));
            check(
                    chosen || world.application(writer.metadata().name()).events == 0,
                    writer.metadata().name() + " got an event without a component");
        }
    }

    private void check(boolean holds, String violation) {
        if (!holds) {
            world.violate(violation);
        }
    }
}
