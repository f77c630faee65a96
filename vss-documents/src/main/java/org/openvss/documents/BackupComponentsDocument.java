package org.openvss.documents;

import java.io.Reader;
import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openvss.BackupState;
import org.openvss.RestoreType;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.WriterComponents;

/**
 * The Backup Components Document: what a requester and its writers noted during a backup or
 * restore, as a value and as text. Two documents are the same if they are equal.
 *
 * <p>Reads what Windows wrote as well: elements by their local names, GUIDs in any case, missing
 * attributes as not set. What this version does not understand is kept and written again.
 *
 * @param backup what the requester said of its backup, or null if it said nothing
 * @param restoreType kind of the restore, UNDEFINED if it was not said
 * @param set the set that was started for the backup, or null if none was
 * @param writers the writers with components, in the order of their first component
 * @param unknown what the text held beyond
 */
public record BackupComponentsDocument(
        @Nullable BackupState backup,
        RestoreType restoreType,
        @Nullable ShadowCopySetId set,
        List<WriterComponents> writers,
        Unknown unknown) {
    static final String NAMESPACE = "x-schema:#VssComponentMetadata";
    static final String VERSION = "1.2";
    static final String WHAT = "Backup Components Document";

    /** The document of a session that has just begun. */
    public static final BackupComponentsDocument EMPTY =
            new BackupComponentsDocument(
                    null, RestoreType.UNDEFINED, null, List.of(), Unknown.NONE);

    /** Copies the list. */
    public BackupComponentsDocument {
        writers = List.copyOf(writers);
    }

    /**
     * Reads a document.
     *
     * @param text the document
     * @throws VssException {@code VSS_E_CORRUPT_XML_DOCUMENT} if it is not well-formed, {@code
     *     VSS_E_INVALID_XML_DOCUMENT} if it is not such a document or larger than allowed
     */
    public static BackupComponentsDocument read(String text) throws VssException {
        return read(new StringReader(text));
    }

    /**
     * Reads a document.
     *
     * @param text the document; read no further than a document may be long, not closed
     * @throws VssException as for {@link #read(String)}
     */
    public static BackupComponentsDocument read(Reader text) throws VssException {
        return new BackupComponentsReader(XmlParser.parse(text, WHAT)).read();
    }

    /** Returns the text of the document. */
    public String write() {
        return XmlFormatter.format(new BackupComponentsWriter(this).write());
    }
}
