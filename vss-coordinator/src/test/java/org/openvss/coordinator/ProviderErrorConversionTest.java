package org.openvss.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openvss.HResult;
import org.openvss.ProviderId;
import org.openvss.ProviderInfo;
import org.openvss.ProviderType;
import org.openvss.VssException;

/** The conversion list of VSS: what each call of a provider may answer, and what becomes of it. */
final class ProviderErrorConversionTest {
    private static final ProviderInfo IMAGE =
            new ProviderInfo(
                    new ProviderId(new UUID(1, 2)), "image", "", ProviderType.SOFTWARE, "1.2");

    @Test
    void allowedCodesReachTheRequesterUnchanged() {
        for (ProviderMethod method : ProviderMethod.values()) {
            for (HResult code : method.allowed()) {
                VssException thrown = new VssException(code, "why");
                assertThat(ProviderErrorConversion.convert(IMAGE, method, thrown)).isSameAs(thrown);
            }
        }
    }

    @Test
    void everyOtherCodeBecomesUnexpectedProviderErrorWithTheNames() {
        for (ProviderMethod method : ProviderMethod.values()) {
            for (HResult code : HResult.values()) {
                if (method.allowed().contains(code)) {
                    continue;
                }
                VssException thrown =
                        new VssException(code, "the reason").withResidue(List.of("a file"));
                VssException seen = ProviderErrorConversion.convert(IMAGE, method, thrown);
                assertThat(seen.code()).isEqualTo(HResult.VSS_E_UNEXPECTED_PROVIDER_ERROR);
                assertThat(seen.sentence())
                        .contains("image 1.2", method.documentedName(), code.name(), "the reason");
                assertThat(seen.residue()).containsExactly("a file");
            }
        }
    }

    @Test
    void anyThrowableIsAnUnexpectedProviderError() {
        for (Throwable thrown :
                List.of(
                        new IllegalStateException("boom"),
                        new OutOfMemoryError("boom"),
                        new StackOverflowError("boom"))) {
            VssException seen =
                    ProviderErrorConversion.convert(
                            IMAGE, ProviderMethod.PRE_COMMIT_SNAPSHOTS, thrown);
            assertThat(seen.code()).isEqualTo(HResult.VSS_E_UNEXPECTED_PROVIDER_ERROR);
            assertThat(seen.sentence()).contains("image", "PreCommitSnapshots", "boom");
            assertThat(seen).hasCause(thrown);
        }
    }

    @Test
    void anOverrunNamesTheAbandonedThread() {
        VssException seen =
                ProviderErrorConversion.overrun(
                        IMAGE,
                        ProviderMethod.POST_COMMIT_SNAPSHOTS,
                        Duration.ofSeconds(30),
                        "vss-7");
        assertThat(seen.code()).isEqualTo(HResult.VSS_E_UNEXPECTED_PROVIDER_ERROR);
        assertThat(seen.sentence()).contains("vss-7", "PostCommitSnapshots", "30 s");
    }

    @Test
    void errnoOfAFailedCut() {
        assertThat(cut(28)).isEqualTo(HResult.VSS_E_INSUFFICIENT_STORAGE);
        assertThat(cut(122)).isEqualTo(HResult.VSS_E_INSUFFICIENT_STORAGE);
        assertThat(cut(12)).isEqualTo(HResult.E_OUTOFMEMORY);
        assertThat(cut(5)).isEqualTo(HResult.VSS_E_PROVIDER_VETO);
        assertThat(ProviderErrorConversion.failedCut(IMAGE, "/data", 5).sentence())
                .contains("image", "/data", "5");
    }

    @Test
    void theListsOfTheCreationCallsAreThoseOfVss() {
        Set<HResult> common =
                Set.of(
                        HResult.E_OUTOFMEMORY,
                        HResult.E_INVALIDARG,
                        HResult.VSS_E_OBJECT_NOT_FOUND,
                        HResult.VSS_E_PROVIDER_VETO);
        assertThat(ProviderMethod.PRE_COMMIT_SNAPSHOTS.allowed()).isEqualTo(common);
        assertThat(ProviderMethod.POST_COMMIT_SNAPSHOTS.allowed()).isEqualTo(common);
        assertThat(ProviderMethod.END_PREPARE_SNAPSHOTS.allowed())
                .containsAll(common)
                .contains(HResult.VSS_E_INSUFFICIENT_STORAGE);
        assertThat(ProviderMethod.PRE_FINAL_COMMIT_SNAPSHOTS.allowed())
                .containsExactlyInAnyOrder(
                        HResult.E_OUTOFMEMORY, HResult.E_INVALIDARG, HResult.VSS_E_PROVIDER_VETO);
        assertThat(ProviderMethod.POST_FINAL_COMMIT_SNAPSHOTS.allowed())
                .isEqualTo(ProviderMethod.PRE_FINAL_COMMIT_SNAPSHOTS.allowed());
    }

    private static HResult cut(int errno) {
        return ProviderErrorConversion.failedCut(IMAGE, "/data", errno).code();
    }
}
