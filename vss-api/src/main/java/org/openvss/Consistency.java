package org.openvss;

import java.util.Locale;

/** How much a shadow copy set promises about the data in it. */
public enum Consistency {
    /** Every asked-for writer was frozen, and proved after the cut that it still was. */
    APPLICATION,
    /** All volumes were cut at one instant while the gate was closed; as after a power failure. */
    CRASH,
    /** A plain copy: neither a gate nor frozen writers. */
    NONE;

    /** Returns the name that JSON and tables use, for instance {@code crash}. */
    public String commandName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
