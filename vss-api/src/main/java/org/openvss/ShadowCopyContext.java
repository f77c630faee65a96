package org.openvss;

import static org.openvss.ShadowCopyAttribute.NO_AUTO_RELEASE;
import static org.openvss.ShadowCopyAttribute.NO_WRITERS;
import static org.openvss.ShadowCopyAttribute.PERSISTENT;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a shadow copy is made for; mirrors {@code VSS_SNAPSHOT_CONTEXT}. */
@Mirrors("VSS_SNAPSHOT_CONTEXT")
public enum ShadowCopyContext {
    /** A backup with writers; the copies go with the requester. The default of VSS. */
    BACKUP,
    /** A backup without writers; the copies go with the requester. */
    FILE_SHARE_BACKUP(NO_WRITERS),
    /** Persistent copies without writers. */
    NAS_ROLLBACK(PERSISTENT, NO_AUTO_RELEASE, NO_WRITERS),
    /** Persistent copies with writers. */
    APP_ROLLBACK(PERSISTENT, NO_AUTO_RELEASE),
    /** Previous versions of shared folders, without writers. */
    CLIENT_ACCESSIBLE(
            PERSISTENT, ShadowCopyAttribute.CLIENT_ACCESSIBLE, NO_AUTO_RELEASE, NO_WRITERS),
    /** Previous versions of shared folders, with writers. */
    CLIENT_ACCESSIBLE_WRITERS(PERSISTENT, ShadowCopyAttribute.CLIENT_ACCESSIBLE, NO_AUTO_RELEASE),
    /** All copies, for administration only: nothing can be created in it. */
    ALL;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable set
    private final Set<ShadowCopyAttribute> attributes;

    ShadowCopyContext(ShadowCopyAttribute... attributes) {
        Set<ShadowCopyAttribute> set = EnumSet.noneOf(ShadowCopyAttribute.class);
        set.addAll(Set.of(attributes));
        this.attributes = Collections.unmodifiableSet(set);
    }

    /** Returns the attributes that come with the context; empty for {@link #ALL}. */
    public Set<ShadowCopyAttribute> attributes() {
        return attributes;
    }

    /** Returns the documented number; -1 for {@link #ALL}. */
    public int value() {
        return this == ALL ? -1 : ShadowCopyAttribute.toMask(attributes);
    }

    /** Returns the documented name, for instance {@code VSS_CTX_APP_ROLLBACK}. */
    public String documentedName() {
        return "VSS_CTX_" + name();
    }

    /** Tells whether writers take part. */
    public boolean hasWriters() {
        return this != ALL && !attributes.contains(NO_WRITERS);
    }

    /** Tells whether copies survive the requester and a reboot. */
    public boolean isPersistent() {
        return attributes.contains(PERSISTENT);
    }

    /** Returns the name that the command line uses, for instance {@code app-rollback}. */
    public String commandName() {
        return documentedName()
                .substring("VSS_CTX_".length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    /**
     * Returns the context with a command-line name.
     *
     * @param name for instance {@code app-rollback}
     * @throws VssException {@link HResult#E_INVALIDARG} if there is none
     */
    public static ShadowCopyContext ofCommandName(String name) throws VssException {
        return Stream.of(values())
                .filter(context -> context.commandName().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new VssException(
                                HResult.E_INVALIDARG,
                                "there is no context '"
                                        + name
                                        + "'; contexts are "
                                        + Stream.of(values())
                                                .map(ShadowCopyContext::commandName)
                                                .collect(Collectors.joining(", "))));
    }
}
