package org.openvss.documents;

/**
 * How large a document may be. Real ones stay far below: the largest seen has some 19000 elements
 * in five levels.
 */
final class DocumentLimits {
    /** Characters of the whole text. */
    static final int CHARACTERS = 16 * 1024 * 1024;

    /** Levels of elements. */
    static final int DEPTH = 32;

    /** Elements in all. */
    static final int ELEMENTS = 200_000;

    /** Attributes of one element. */
    static final int ATTRIBUTES = 64;

    private DocumentLimits() {}
}
