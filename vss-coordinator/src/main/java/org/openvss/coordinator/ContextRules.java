package org.openvss.coordinator;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyContext;
import org.openvss.VssException;

/** Which arguments VSS accepts. Pure functions. */
final class ContextRules {
    private static final Set<ShadowCopyAttribute> MODIFIERS =
            EnumSet.of(
                    ShadowCopyAttribute.DIFFERENTIAL,
                    ShadowCopyAttribute.PLEX,
                    ShadowCopyAttribute.TRANSPORTABLE,
                    ShadowCopyAttribute.NO_AUTORECOVERY,
                    ShadowCopyAttribute.NOT_TRANSACTED,
                    ShadowCopyAttribute.ROLLBACK_RECOVERY,
                    ShadowCopyAttribute.TXF_RECOVERY);

    private ContextRules() {}

    /**
     * Checks a context with its modifiers.
     *
     * @throws VssException {@code E_INVALIDARG} for an illegal combination
     */
    static void requireLegal(ShadowCopyContext context, Set<ShadowCopyAttribute> modifiers)
            throws VssException {
        requireGiven(context, "context");
        requireGiven(modifiers, "modifiers");
        Set<ShadowCopyAttribute> illegal = EnumSet.noneOf(ShadowCopyAttribute.class);
        illegal.addAll(modifiers);
        illegal.removeAll(MODIFIERS);
        if (!illegal.isEmpty()) {
            throw refused(
                    names(illegal) + " cannot be asked for; modifiers are " + names(MODIFIERS));
        }
        if (modifiers.contains(ShadowCopyAttribute.PLEX)
                && modifiers.contains(ShadowCopyAttribute.DIFFERENTIAL)) {
            throw refused("PLEX and DIFFERENTIAL exclude each other; ask for one of them");
        }
        if (!modifiers.isEmpty()
                && (context == ShadowCopyContext.ALL
                        || context.attributes().contains(ShadowCopyAttribute.CLIENT_ACCESSIBLE))) {
            throw refused(
                    "context "
                            + context.commandName()
                            + " takes no modifiers, but "
                            + names(modifiers)
                            + " was asked for");
        }
    }

    /** Returns the bits that a set gets. */
    static Set<ShadowCopyAttribute> attributes(
            ShadowCopyContext context, Set<ShadowCopyAttribute> modifiers) {
        Set<ShadowCopyAttribute> all = EnumSet.noneOf(ShadowCopyAttribute.class);
        all.addAll(context.attributes());
        all.addAll(modifiers);
        return all;
    }

    /**
     * Checks an argument that must be given; callers need not be compiled with null checks.
     *
     * @throws VssException {@code E_INVALIDARG} if it is missing
     */
    static void requireGiven(@Nullable Object argument, String name) throws VssException {
        if (argument == null) {
            throw refused("the argument '" + name + "' is missing");
        }
    }

    private static VssException refused(String why) {
        return new VssException(HResult.E_INVALIDARG, why);
    }

    private static String names(Set<ShadowCopyAttribute> attributes) {
        return Arrays.stream(ShadowCopyAttribute.values())
                .filter(attributes::contains)
                .map(Enum::name)
                .collect(Collectors.joining(", "));
    }
}
