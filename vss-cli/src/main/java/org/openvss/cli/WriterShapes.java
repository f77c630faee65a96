package org.openvss.cli;

import java.util.Collection;
import java.util.List;
import org.openvss.BackupSchema;
import org.openvss.ComponentDependency;
import org.openvss.ComponentDescription;
import org.openvss.FileSet;
import org.openvss.MaskBit;
import org.openvss.RestoreSpecification;
import org.openvss.WriterMetadata;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a writer says of itself and its components, as JSON and in a cell of a table. */
final class WriterShapes {
    private WriterShapes() {}

    static ObjectNode writer(WriterMetadata writer) {
        ObjectNode node = JsonShapes.object();
        node.put("name", writer.name());
        node.put("writerId", writer.writerId().toString());
        node.put("instanceId", writer.instanceId().toString());
        node.put("level", writer.level().documentedName());
        ArrayNode paths = node.putArray("affectedPaths");
        writer.affectedPaths().forEach(paths::add);
        RestoreSpecification restore = writer.restore();
        node.put("restoreMethod", restore == null ? null : restore.method().documentedName());
        ArrayNode schema = node.putArray("backupSchema");
        writer.backupSchema().stream()
                .sorted()
                .map(BackupSchema::documentedName)
                .forEach(schema::add);
        ArrayNode components = node.putArray("components");
        writer.components().forEach(component -> components.add(component(component)));
        files(node, "excludedFiles", writer.excludedFiles());
        return node;
    }

    private static ObjectNode component(ComponentDescription component) {
        ObjectNode node = JsonShapes.object();
        node.put("type", component.type().documentedName());
        node.put("logicalPath", component.logicalPath());
        node.put("name", component.name());
        node.put("caption", component.caption());
        node.put("selectable", component.selectable());
        node.put("selectableForRestore", component.selectableForRestore());
        node.put("flags", MaskBit.toMask(component.flags()));
        files(node, "files", component.files());
        files(node, "databaseFiles", component.databaseFiles());
        files(node, "databaseLogFiles", component.databaseLogFiles());
        ArrayNode dependencies = node.putArray("dependencies");
        for (ComponentDependency dependency : component.dependencies()) {
            dependencies
                    .addObject()
                    .put("writerId", dependency.writerId().toString())
                    .put("logicalPath", dependency.logicalPath())
                    .put("name", dependency.componentName());
        }
        return node;
    }

    private static void files(ObjectNode node, String name, Collection<FileSet> sets) {
        ArrayNode files = node.putArray(name);
        for (FileSet set : sets) {
            files.addObject()
                    .put("path", set.path())
                    .put("filespec", set.filespec())
                    .put("recursive", set.recursive())
                    .put("alternatePath", set.alternateLocation())
                    .put("backupTypes", MaskBit.toMask(set.backupTypes()));
        }
    }

    /** Returns the components by their full paths; those that can be left out in parentheses. */
    static String components(WriterMetadata writer) {
        List<String> names =
                writer.components().stream()
                        .map(component -> {
                            String path = component.key(writer.writerId()).fullPath();
                            return component.selectable() ? "(" + path + ")" : path;
                        })
                        .toList();
        return String.join(" ", names);
    }
}
