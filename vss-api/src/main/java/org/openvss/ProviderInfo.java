package org.openvss;

/**
 * Identity of a provider; mirrors {@code VSS_PROVIDER_PROP}.
 *
 * @param id the provider
 * @param name short name as used on the command line, for instance {@code image}
 * @param description what it does, one line
 * @param type its kind, which decides the order of choice
 * @param version its version
 */
@Mirrors("VSS_PROVIDER_PROP")
public record ProviderInfo(
        ProviderId id, String name, String description, ProviderType type, String version) {}
