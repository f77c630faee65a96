package org.openvss;

/** A part of OpenVSS with which members of the contract arrive. */
public enum Part {
    /** What is there from the start: sets of volumes, from request to deletion. */
    FOUNDATION("foundation"),
    /** Components and the two XML documents. */
    DOCUMENTS("documents"),
    /** Restore with writers, and reverting in the background. */
    RESTORE("restore"),
    /** Sets that travel between machines, and disks that are exchanged. */
    TRANSPORT("transport"),
    /** Management of the storage that copies take, and of providers. */
    MANAGEMENT("management");

    private final String title;

    Part(String title) {
        this.title = title;
    }

    /** Returns the name of the part in sentences, for instance {@code documents}. */
    public String title() {
        return title;
    }

    /**
     * Returns the answer of a member that is not there yet, for its default body to throw.
     *
     * @param original name of the call in VSS, for instance {@code SaveAsXML}
     */
    public VssException missing(String original) {
        return new VssException(
                HResult.E_NOTIMPL,
                original + " is not available yet: it arrives with the " + title + " part");
    }
}
