package org.openvss.components;

/** What selectability and place of a component mean for a backup. */
public enum Selectability {
    /** Not selectable, no selectable component above: added whenever its writer is. */
    REQUIRED,
    /** Selectable, no selectable component above: added or not, as the requester likes. */
    OPTIONAL,
    /** Not selectable, below a selectable one: never added, comes with the one above. */
    IMPLICIT,
    /** Selectable, below a selectable one: comes with the one above, or is added alone. */
    OPTIONAL_ALONE
}
