package org.openvss;

/** Whether a deletion changed anything; deletions can be repeated. */
public enum Deletion {
    /** It existed and is gone now. */
    REMOVED,
    /** It was not there any more. */
    ALREADY_ABSENT
}
