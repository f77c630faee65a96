package org.openvss.coordinator;

import java.util.List;
import org.openvss.provider.Provider;
import org.openvss.provider.ProviderTransaction;

/**
 * What one provider does for a set.
 *
 * @param provider the provider
 * @param transaction its side of the set
 * @param members its volumes
 */
record ProviderPart(Provider provider, ProviderTransaction transaction, List<SetMember> members) {
    ProviderPart {
        members = List.copyOf(members);
    }
}
