package org.openvss.documents;

import java.io.Reader;
import java.io.StringReader;
import org.openvss.VssException;
import org.openvss.WriterMetadata;

/**
 * The Writer Metadata Document: what a writer says of itself, as the text that is stored with a
 * backup and read again at restore.
 *
 * <p>Reads what Windows wrote as well: elements by their local names, in any order, GUIDs in any
 * case, missing attributes by their defaults; what this version does not know is left out, because
 * such a document is never changed and its text is the original. Three things that VSS does not
 * have, the level of freezing and the folders of {@link WriterMetadata}, travel in an element of a
 * namespace of their own and only if the writer set them.
 */
public final class WriterMetadataDocument {
    static final String NAMESPACE = "x-schema:#VssWriterMetadataInfo";
    static final String EXTENSION_NAMESPACE = "urn:openvss:writer";
    static final String VERSION = "1.2";
    static final String WHAT = "Writer Metadata Document";

    private WriterMetadataDocument() {}

    /**
     * Reads a document.
     *
     * @param text the document
     * @throws VssException {@code VSS_E_CORRUPT_XML_DOCUMENT} if it is not well-formed, {@code
     *     VSS_E_INVALID_XML_DOCUMENT} if it is not such a document or larger than allowed
     */
    public static WriterMetadata read(String text) throws VssException {
        return read(new StringReader(text));
    }

    /**
     * Reads a document.
     *
     * @param text the document; read no further than a document may be long, not closed
     * @throws VssException as for {@link #read(String)}
     */
    public static WriterMetadata read(Reader text) throws VssException {
        return new WriterMetadataReader(XmlParser.parse(text, WHAT)).read();
    }

    /**
     * Returns the document of a writer.
     *
     * @param metadata what the writer said
     */
    public static String write(WriterMetadata metadata) {
        return XmlFormatter.format(new WriterMetadataWriter(metadata).write());
    }
}
