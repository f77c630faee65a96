package org.openvss.coordinator;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openvss.BackupState;
import org.openvss.Component;
import org.openvss.ComponentKey;
import org.openvss.HResult;
import org.openvss.RestoreType;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.WriterComponents;
import org.openvss.WriterInstanceId;
import org.openvss.WriterMetadata;
import org.openvss.documents.BackupComponentsDocument;

/**
 * The Backup Components Document of one session. Requester and writers change it, each writer its
 * own components; whoever reads it gets a value.
 */
final class SessionDocument {
    private BackupComponentsDocument content = BackupComponentsDocument.EMPTY;
    private boolean restoring;

    /** A change of one component. */
    @FunctionalInterface
    interface Change {
        void to(ComponentDraft component) throws VssException;
    }

    synchronized BackupComponentsDocument content() {
        return content;
    }

    /** Begins with the document of a backup, for its restore. */
    synchronized void restoreFrom(BackupComponentsDocument loaded) {
        content = loaded;
        restoring = true;
    }

    synchronized void describe(BackupState backup) throws VssException {
        if (!backup.selectComponents() && !content.writers().isEmpty()) {
            throw new VssException(
                    HResult.VSS_E_BAD_STATE,
                    "setBackupState cannot leave component mode: components have been added");
        }
        content =
                new BackupComponentsDocument(
                        backup,
                        content.restoreType(),
                        content.set(),
                        content.writers(),
                        content.unknown());
    }

    synchronized void describe(RestoreType type) {
        content =
                new BackupComponentsDocument(
                        content.backup(),
                        type,
                        content.set(),
                        content.writers(),
                        content.unknown());
    }

    synchronized void started(ShadowCopySetId set) {
        content =
                new BackupComponentsDocument(
                        content.backup(),
                        content.restoreType(),
                        set,
                        content.writers(),
                        content.unknown());
    }

    /** Tells whether writers see components: the requester has chosen some, or restores some. */
    synchronized boolean isInComponentMode() {
        BackupState backup = content.backup();
        return restoring || (backup != null && backup.selectComponents());
    }

    /** Returns the part of a writer, or null if none of its components is in the document. */
    synchronized @Nullable WriterComponents partOf(WriterMetadata writer) {
        return content.writers().stream()
                .filter(part -> belongs(part, writer))
                .findFirst()
                .orElse(null);
    }

    /** Returns the components of a writer. */
    List<Component> componentsOf(WriterMetadata writer) {
        WriterComponents part = partOf(writer);
        return part == null ? List.of() : part.components();
    }

    /**
     * A writer that was started again has another instance id, so that a restore goes by the class
     * and, where there are several, by the lasting name of the instance or the one that was asked.
     */
    private boolean belongs(WriterComponents part, WriterMetadata writer) {
        if (!part.writerId().equals(writer.writerId())) {
            return false;
        }
        if (!restoring) {
            return part.instanceId().equals(writer.instanceId());
        }
        List<WriterInstanceId> wanted =
                part.components().stream()
                        .map(component -> component.restore().instance())
                        .filter(Objects::nonNull)
                        .toList();
        if (!wanted.isEmpty()) {
            return wanted.contains(writer.instanceId());
        }
        return part.instanceName() == null
                || Objects.equals(part.instanceName(), writer.identity().instanceName());
    }

    /** Adds a component. */
    synchronized void add(WriterMetadata writer, ComponentKey key) throws VssException {
        WriterComponents part = partOf(writer);
        List<Component> components = new ArrayList<>();
        if (part != null) {
            components.addAll(part.components());
        }
        components.add(Component.of(key));
        WriterComponents extended =
                new WriterComponents(
                        writer.writerId(),
                        writer.instanceId(),
                        writer.identity().instanceName(),
                        writer.backupSchema(),
                        components);
        List<WriterComponents> writers = new ArrayList<>(content.writers());
        if (part == null) {
            writers.add(extended);
        } else {
            writers.set(writers.indexOf(part), extended);
        }
        replace(writers);
    }

    /**
     * Finds a component by its key, whichever instance of its writer it belongs to.
     *
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}
     */
    synchronized Component find(String call, ComponentKey key) throws VssException {
        return componentOf(partWith(call, null, key), key);
    }

    private WriterComponents partWith(
            String call, @Nullable WriterInstanceId instance, ComponentKey key)
            throws VssException {
        for (WriterComponents part : content.writers()) {
            boolean wanted = instance == null || part.instanceId().equals(instance);
            if (wanted && part.components().stream().anyMatch(one -> one.key().equals(key))) {
                return part;
            }
        }
        throw new VssException(
                HResult.VSS_E_OBJECT_NOT_FOUND,
                call
                        + ": component "
                        + key.fullPath()
                        + " of writer "
                        + key.writerId()
                        + " is not in the document; "
                        + (restoring
                                ? "only what was added to the backup is"
                                : "call addComponent first"));
    }

    private static Component componentOf(WriterComponents part, ComponentKey key) {
        return part.components().stream()
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Changes a component.
     *
     * @param call for messages
     * @param instance instance of its writer, or null for any
     * @param key which component
     * @param change the change; if it throws, nothing changes
     * @throws VssException {@code VSS_E_OBJECT_NOT_FOUND}, and what the change throws
     */
    synchronized void change(
            String call, @Nullable WriterInstanceId instance, ComponentKey key, Change change)
            throws VssException {
        WriterComponents part = partWith(call, instance, key);
        ComponentDraft draft = new ComponentDraft(componentOf(part, key));
        change.to(draft);
        takeOver(part, List.of(draft.toComponent()));
    }

    /** Sets one flag on every component. */
    synchronized void backupSucceeded(boolean succeeded) {
        for (WriterComponents part : content.writers()) {
            List<Component> changed = new ArrayList<>();
            for (Component component : part.components()) {
                ComponentDraft draft = new ComponentDraft(component);
                draft.succeeded = succeeded;
                changed.add(draft.toComponent());
            }
            takeOver(part, changed);
        }
    }

    /**
     * Replaces components of one writer by changed ones of the same keys.
     *
     * @param owner the part of the writer, as it is or was
     * @param changed the changed components
     */
    synchronized void takeOver(WriterComponents owner, List<Component> changed) {
        List<WriterComponents> writers = new ArrayList<>();
        for (WriterComponents part : content.writers()) {
            boolean own =
                    part.writerId().equals(owner.writerId())
                            && part.instanceId().equals(owner.instanceId());
            writers.add(own ? with(part, changed) : part);
        }
        replace(writers);
    }

    private static WriterComponents with(WriterComponents part, List<Component> changed) {
        List<Component> components = new ArrayList<>();
        for (Component old : part.components()) {
            components.add(
                    changed.stream()
                            .filter(one -> one.key().equals(old.key()))
                            .findFirst()
                            .orElse(old));
        }
        return new WriterComponents(
                part.writerId(),
                part.instanceId(),
                part.instanceName(),
                part.backupSchema(),
                components);
    }

    private void replace(List<WriterComponents> writers) {
        content =
                new BackupComponentsDocument(
                        content.backup(),
                        content.restoreType(),
                        content.set(),
                        writers,
                        content.unknown());
    }
}
