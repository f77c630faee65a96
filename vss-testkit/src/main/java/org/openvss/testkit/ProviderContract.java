package org.openvss.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The contract of a {@link org.openvss.provider.Provider}, as tests on real volumes. The author of
 * a provider extends this class and supplies the {@link ProviderFixture}. Every test leaves the
 * storage as it found it.
 */
public abstract class ProviderContract
        implements ProviderCreationContract, ProviderCopyContract, ProviderCapabilityContract {
    private Set<String> before = Set.of();

    /** Creates the kit; JUnit does. */
    protected ProviderContract() {}

    @BeforeEach
    final void rememberStorage() throws Exception {
        before = storage();
    }

    @AfterEach
    final void leavesNothing() throws Exception {
        assertEquals(before, storage(), "a test of the contract left something on storage");
    }
}
