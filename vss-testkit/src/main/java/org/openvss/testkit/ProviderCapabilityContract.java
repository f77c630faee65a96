package org.openvss.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.ProviderType;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.provider.PreparedCut;
import org.openvss.provider.Provider;
import org.openvss.provider.ProviderCapabilities;
import org.openvss.provider.Support;
import org.openvss.testkit.ProviderRun.Phase;

/** Contract of what a provider says of itself: each claim holds, and so does each denial. */
public interface ProviderCapabilityContract extends ProviderFixture {
    /** Identity and capabilities are the same at every call and in every instance. */
    @Test
    default void identityIsStable() throws Exception {
        Provider provider = newProvider();
        Provider other = newProvider();
        assertEquals(provider.info(), other.info());
        assertEquals(provider.capabilities(), other.capabilities());
        assertTrue(provider.info().name().matches("[a-z][a-z0-9-]*"), provider.info().name());
        assertFalse(provider.info().description().isBlank());
        assertFalse(provider.info().version().isBlank());
        assertFalse(provider.info().type() == ProviderType.UNKNOWN);
        assertTrue(provider.capabilities().maximumCopiesPerVolume() > 0);
    }

    /** A supported volume is supported, and the storage of the copy is named by its device. */
    @Test
    default void supportNamesTheStorage() throws Exception {
        Provider provider = newProvider();
        for (Volume volume : volumes(2)) {
            Support.Supported support =
                    assertInstanceOf(Support.Supported.class, provider.supports(volume));
            assertFalse(support.storage().isEmpty());
            for (String device : support.storage()) {
                assertTrue(device.matches("\\d+:\\d+"), device);
            }
        }
    }

    /** Without group cuts every cut is of one volume. */
    @Test
    default void groupCutsOnlyWhenDeclared() throws Exception {
        Provider provider = newProvider();
        try (ProviderRun run = new ProviderRun(this, provider, volumes(2))) {
            run.advanceTo(Phase.PRE_COMMITTED);
            if (!provider.capabilities().groupCut()) {
                for (PreparedCut cut : run.cuts) {
                    assertEquals(1, cut.copies().size());
                }
            }
        }
    }

    /** Contexts are taken as declared; nothing can be created in the context for all copies. */
    @Test
    default void contextsAreTakenAsDeclared() throws Exception {
        Provider provider = newProvider();
        ProviderCapabilities capabilities = provider.capabilities();
        for (ShadowCopyContext context : ShadowCopyContext.values()) {
            boolean taken =
                    context != ShadowCopyContext.ALL
                            && (capabilities.persistentCopies() || !context.isPersistent());
            if (taken) {
                assertEquals(List.of(), provider.begin(ShadowCopySetId.random(), context).abort());
            } else {
                VssException refused =
                        assertThrows(
                                VssException.class,
                                () -> provider.begin(ShadowCopySetId.random(), context));
                assertEquals(HResult.VSS_E_UNSUPPORTED_CONTEXT, refused.code());
            }
        }
    }

    /** Attributes that a provider declares are modifiers that a requester can ask for. */
    @Test
    default void declaredAttributesAreModifiers() throws Exception {
        for (ShadowCopyAttribute attribute : newProvider().capabilities().attributes()) {
            for (ShadowCopyContext context : ShadowCopyContext.values()) {
                assertFalse(
                        context.attributes().contains(attribute),
                        attribute + " comes with a context and is no modifier");
            }
        }
    }

    /** Revert brings the content back where it is declared, and is E_NOTIMPL where it is not. */
    @Test
    default void revertWorksAsDeclared() throws Exception {
        Volume volume = volumes(1).getFirst();
        ProviderRun.writeFile(volume, "revert.txt", "old");
        Provider provider = newProvider();
        try (ProviderRun run = ProviderRun.complete(this, provider, List.of(volume))) {
            ProviderRun.writeFile(volume, "revert.txt", "new");
            if (provider.capabilities().revert()) {
                provider.revert(run.firstCopy(), volume, false);
                assertEquals("old", ProviderRun.readFile(volume.mountPoint(), "revert.txt"));
                ProviderRun.writeFile(volume, "revert.txt", "writable again");
                assertEquals("old", run.read(run.firstCopy(), "revert.txt"));
            } else {
                VssException refused =
                        assertThrows(
                                VssException.class,
                                () -> provider.revert(run.firstCopy(), volume, false));
                assertEquals(HResult.E_NOTIMPL, refused.code());
                assertEquals("new", ProviderRun.readFile(volume.mountPoint(), "revert.txt"));
            }
        }
    }

    /** A provider that is only taken when named is of the type that comes last. */
    @Test
    default void onlyWhenNamedNeverGoesBeforeOthers() throws Exception {
        Provider provider = newProvider();
        if (provider.capabilities().onlyWhenNamed()) {
            assertFalse(provider.info().type() == ProviderType.HARDWARE);
        }
    }
}
