package org.openvss.coordinator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.ProviderId;
import org.openvss.ProviderInfo;
import org.openvss.ProviderType;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyContext;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.provider.Provider;
import org.openvss.provider.ProviderCapabilities;
import org.openvss.provider.Support;
import org.openvss.provider.Support.NotSupported;
import org.openvss.provider.Support.Supported;

/**
 * Chooses the provider of a volume as VSS does: the one that is named, else the first that takes
 * the volume among hardware, then software, then system providers.
 */
final class ProviderSelection {
    /** Modifiers that a provider must offer; the others concern the coordinator and the writers. */
    private static final Set<ShadowCopyAttribute> OFFERED_BY_PROVIDERS =
            Set.of(
                    ShadowCopyAttribute.DIFFERENTIAL,
                    ShadowCopyAttribute.PLEX,
                    ShadowCopyAttribute.TRANSPORTABLE,
                    ShadowCopyAttribute.ROLLBACK_RECOVERY,
                    ShadowCopyAttribute.TXF_RECOVERY);

    private static final List<ProviderType> ORDER =
            List.of(ProviderType.HARDWARE, ProviderType.SOFTWARE, ProviderType.SYSTEM);

    private final List<Provider> providers;
    private final ProviderCalls calls;
    private final Duration limit;

    /**
     * Chooses among providers.
     *
     * @param providers all that are registered
     * @param calls how they are asked
     * @param limit how long to wait for an answer
     */
    ProviderSelection(List<Provider> providers, ProviderCalls calls, Duration limit) {
        this.providers = providers;
        this.calls = calls;
        this.limit = limit;
    }

    /** Chooses among the providers of a coordinator. */
    static ProviderSelection of(CoordinatorParts parts) {
        return new ProviderSelection(
                parts.providers(), new ProviderCalls(parts.workers()), parts.limits().identify());
    }

    /** A provider with what it said of the volume. */
    record Chosen(Provider provider, Supported support) {}

    /** Returns the providers that are asked when none is named, in their order. */
    List<Provider> inOrderOfChoice() {
        return ORDER.stream()
                .flatMap(type -> providers.stream().filter(p -> p.info().type() == type))
                .filter(provider -> !provider.capabilities().onlyWhenNamed())
                .toList();
    }

    /** Returns all providers: first those that are asked, then those that must be named. */
    List<ProviderInfo> listed() {
        List<Provider> all = new ArrayList<>(inOrderOfChoice());
        providers.stream().filter(provider -> !all.contains(provider)).forEach(all::add);
        return all.stream().map(Provider::info).toList();
    }

    /**
     * Returns a registered provider.
     *
     * @throws VssException {@code VSS_E_PROVIDER_NOT_REGISTERED}
     */
    Provider registered(ProviderId id) throws VssException {
        return providers.stream()
                .filter(provider -> provider.info().id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new VssException(
                                HResult.VSS_E_PROVIDER_NOT_REGISTERED,
                                "no provider " + id + " is registered; see 'vss list providers'"));
    }

    /**
     * Chooses.
     *
     * @param volume the volume
     * @param named the provider that the requester names, or null
     * @param context what the copy is for
     * @param modifiers what the requester asks for beside the context
     * @throws VssException {@code VSS_E_PROVIDER_NOT_REGISTERED}, {@code
     *     VSS_E_VOLUME_NOT_SUPPORTED}, {@code VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER}, or what a
     *     provider answered
     */
    Chosen choose(
            Volume volume,
            @Nullable ProviderId named,
            ShadowCopyContext context,
            Set<ShadowCopyAttribute> modifiers)
            throws VssException {
        if (named != null) {
            Provider provider = registered(named);
            return switch (ask(provider, volume, context, modifiers)) {
                case Supported supported -> new Chosen(provider, supported);
                case NotSupported refusal -> throw refusedByNamed(provider, volume, refusal);
            };
        }
        List<String> reasons = new ArrayList<>();
        HResult code = HResult.VSS_E_VOLUME_NOT_SUPPORTED;
        for (Provider provider : inOrderOfChoice()) {
            switch (ask(provider, volume, context, modifiers)) {
                case Supported supported -> {
                    return new Chosen(provider, supported);
                }
                case NotSupported refusal -> {
                    reasons.add(clause(provider, refusal));
                    if (code == HResult.VSS_E_VOLUME_NOT_SUPPORTED) {
                        code = refusal.code();
                    }
                }
            }
        }
        throw new VssException(code, nobodyTakes(volume, reasons));
    }

    private Support ask(
            Provider provider,
            Volume volume,
            ShadowCopyContext context,
            Set<ShadowCopyAttribute> modifiers)
            throws VssException {
        ProviderCapabilities capabilities = provider.capabilities();
        if (context.isPersistent() && !capabilities.persistentCopies()) {
            return new NotSupported(
                    HResult.VSS_E_VOLUME_NOT_SUPPORTED,
                    "it makes no persistent copies, which context "
                            + context.commandName()
                            + " needs",
                    "use context backup or file-share-backup");
        }
        for (ShadowCopyAttribute modifier : modifiers) {
            if (OFFERED_BY_PROVIDERS.contains(modifier)
                    && !capabilities.attributes().contains(modifier)) {
                return new NotSupported(
                        HResult.VSS_E_VOLUME_NOT_SUPPORTED,
                        "it does not offer " + modifier.documentedName(),
                        "leave the modifier out");
            }
        }
        return calls.one(
                provider,
                ProviderMethod.IS_VOLUME_SUPPORTED,
                limit,
                () -> provider.supports(volume));
    }

    private static VssException refusedByNamed(
            Provider provider, Volume volume, NotSupported refusal) {
        HResult code =
                refusal.code() == HResult.VSS_E_VOLUME_NOT_SUPPORTED
                        ? HResult.VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER
                        : refusal.code();
        return new VssException(
                code, volume.mountPoint() + " is not supported by " + clause(provider, refusal));
    }

    private String nobodyTakes(Volume volume, List<String> reasons) {
        String others =
                providers.stream()
                        .filter(provider -> provider.capabilities().onlyWhenNamed())
                        .map(provider -> "`--provider " + provider.info().name() + "`")
                        .collect(Collectors.joining(" or "));
        return "no provider takes "
                + volume.mountPoint()
                + " ("
                + volume.fileSystemType()
                + (reasons.isEmpty() ? ")" : "): " + String.join("; ", reasons))
                + (others.isEmpty()
                        ? ""
                        : "; a plain copy of the files is possible with " + others);
    }

    private static String clause(Provider provider, NotSupported refusal) {
        return provider.info().name()
                + ": "
                + refusal.reason()
                + (refusal.remedy().isEmpty() ? "" : " (" + refusal.remedy() + ")");
    }
}
