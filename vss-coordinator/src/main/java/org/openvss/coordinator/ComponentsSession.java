package org.openvss.coordinator;

import java.util.List;
import org.openvss.ComponentDescription;
import org.openvss.ComponentKey;
import org.openvss.HResult;
import org.openvss.VssException;
import org.openvss.WriterComponents;
import org.openvss.WriterInstanceId;
import org.openvss.WriterMetadata;
import org.openvss.components.ComponentTree;
import org.openvss.components.Selectability;

/**
 * The part of a session that chooses components and keeps the document. Checks what writers said of
 * their components ({@link ComponentTree}); the document itself is {@link SessionDocument}.
 */
abstract class ComponentsSession extends AdministrativeSession {
    final SessionDocument document = new SessionDocument();
    final SessionWriters writers;
    final SessionOperations operations;

    ComponentsSession(CoordinatorParts parts, ShadowCopyAdministration administration) {
        super(parts, administration);
        this.writers = new SessionWriters(parts, document);
        this.operations = new SessionOperations(parts.workers());
    }

    @Override
    public void addComponent(WriterInstanceId instance, ComponentKey component)
            throws VssException {
        String call = "addComponent";
        state.requireSelectable(call);
        ContextRules.requireGiven(instance, "instance");
        ContextRules.requireGiven(component, "component");
        WriterMetadata writer = writers.find(call, instance);
        ComponentTree tree = new ComponentTree(writer);
        ComponentDescription described =
                tree.find(component)
                        .orElseThrow(() ->
                                new VssException(
                                        HResult.VSS_E_OBJECT_NOT_FOUND,
                                        "addComponent: writer "
                                                + writer.name()
                                                + " has no component "
                                                + component.fullPath()
                                                + " of kind "
                                                + component.type()
                                                + "; see getWriterMetadata"));
        if (tree.selectability(described) == Selectability.IMPLICIT) {
            throw comesWithAnother(component, "the selectable one above it; add that one");
        }
        for (var added : document.componentsOf(writer)) {
            requireApart(tree, described, added.key());
        }
        document.add(writer, component);
    }

    private static void requireApart(
            ComponentTree tree, ComponentDescription described, ComponentKey added)
            throws VssException {
        ComponentKey key = tree.keyOf(described);
        if (key.equals(added)) {
            throw new VssException(
                    HResult.VSS_E_OBJECT_ALREADY_EXISTS,
                    "component " + key.fullPath() + " has been added already");
        }
        boolean impliedByAdded =
                added.isAncestorOf(key)
                        && tree.find(added).map(ComponentDescription::selectable).orElse(false);
        if (impliedByAdded) {
            throw comesWithAnother(key, added.fullPath() + ", which has been added");
        }
        if (described.selectable() && key.isAncestorOf(added)) {
            throw comesWithAnother(added, key.fullPath() + "; add only one of the two");
        }
    }

    private static VssException comesWithAnother(ComponentKey key, String other) {
        return new VssException(
                HResult.E_INVALIDARG, "component " + key.fullPath() + " comes with " + other);
    }

    @Override
    public List<WriterComponents> getWriterComponents() throws VssException {
        state.requireInitialised("getWriterComponents");
        return document.content().writers();
    }

    @Override
    public void setBackupOptions(ComponentKey component, String options) throws VssException {
        state.requireSelectable("setBackupOptions");
        ContextRules.requireGiven(component, "component");
        ContextRules.requireGiven(options, "options");
        document.change(
                "setBackupOptions", null, component, draft -> draft.backupOptions = options);
    }

    @Override
    public void setPreviousBackupStamp(ComponentKey component, String stamp) throws VssException {
        state.requireSelectable("setPreviousBackupStamp");
        ContextRules.requireGiven(component, "component");
        ContextRules.requireGiven(stamp, "stamp");
        document.change(
                "setPreviousBackupStamp", null, component, draft -> draft.previousStamp = stamp);
    }

    @Override
    public void setBackupSucceeded(
            WriterInstanceId instance, ComponentKey component, boolean succeeded)
            throws VssException {
        state.requireCreated("setBackupSucceeded");
        ContextRules.requireGiven(instance, "instance");
        ContextRules.requireGiven(component, "component");
        document.change(
                "setBackupSucceeded", instance, component, draft -> draft.succeeded = succeeded);
    }

    @Override
    public String saveAsXml() throws VssException {
        state.requireDocument("saveAsXml");
        return Failures.guarded("saveAsXml", () -> document.content().write());
    }
}
