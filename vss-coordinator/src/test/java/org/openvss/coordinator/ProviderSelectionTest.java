package org.openvss.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openvss.Deletion;
import org.openvss.HResult;
import org.openvss.ProviderId;
import org.openvss.ProviderInfo;
import org.openvss.ProviderType;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.coordinator.port.Workers;
import org.openvss.provider.ExposedCopy;
import org.openvss.provider.Provider;
import org.openvss.provider.ProviderCapabilities;
import org.openvss.provider.ProviderTransaction;
import org.openvss.provider.Quiesce;
import org.openvss.provider.StoredCopy;
import org.openvss.provider.Support;
import org.openvss.provider.Support.NotSupported;
import org.openvss.provider.Support.Supported;

/** Which provider gets a volume, and what a requester reads when none does. */
final class ProviderSelectionTest {
    private static final Volume DATA =
            new Volume("ext4:1", 8, 1, "ext4", null, "/data", "/", "/dev/sda1", 20, false);
    private static final Support YES = new Supported(Set.of());
    private static final Support NO =
            new NotSupported(HResult.VSS_E_VOLUME_NOT_SUPPORTED, "no reflink", "use xfs");

    private final Answering system = new Answering("system", ProviderType.SYSTEM, YES);
    private final Answering software = new Answering("image", ProviderType.SOFTWARE, YES);
    private final Answering hardware = new Answering("ceph", ProviderType.HARDWARE, YES);
    private final Answering named = new Answering("copy", ProviderType.HARDWARE, YES);

    ProviderSelectionTest() {
        named.onlyWhenNamed = true;
    }

    @Test
    void hardwareThenSoftwareThenSystem() throws Exception {
        assertThat(chosen()).isEqualTo("ceph");
        hardware.answer = NO;
        assertThat(chosen()).isEqualTo("image");
        software.answer = NO;
        assertThat(chosen()).isEqualTo("system");
        assertThat(selection().listed())
                .extracting(ProviderInfo::name)
                .containsExactly("ceph", "image", "system", "copy");
    }

    @Test
    void nobodyTakesItSaysWhyForEachAndNamesTheCopy() {
        hardware.answer = NO;
        software.answer = new NotSupported(HResult.VSS_E_VOLUME_NOT_SUPPORTED, "encrypted", "");
        system.answer = NO;
        VssException refusal = refused(null, ShadowCopyContext.BACKUP, Set.of());
        assertThat(refusal.code()).isEqualTo(HResult.VSS_E_VOLUME_NOT_SUPPORTED);
        assertThat(refusal.sentence())
                .contains("/data", "ceph: no reflink (use xfs)", "image: encrypted")
                .contains("`--provider copy`")
                .doesNotContain("copy:");
    }

    @Test
    void aMoreSpecificCodeOfAProviderIsKept() {
        hardware.answer = NO;
        software.answer = new NotSupported(HResult.VSS_E_REBOOT_REQUIRED, "old kernel", "reboot");
        system.answer = new NotSupported(HResult.VSS_E_NESTED_VOLUME_LIMIT, "deep", "");
        assertThat(refused(null, ShadowCopyContext.BACKUP, Set.of()).code())
                .isEqualTo(HResult.VSS_E_REBOOT_REQUIRED);
        assertThat(refused(system.info().id(), ShadowCopyContext.BACKUP, Set.of()).code())
                .isEqualTo(HResult.VSS_E_NESTED_VOLUME_LIMIT);
    }

    @Test
    void aNamedProviderIsTheOnlyOneAsked() throws Exception {
        assertThat(
                        selection()
                                .choose(DATA, named.info().id(), ShadowCopyContext.BACKUP, Set.of())
                                .provider())
                .isSameAs(named);
        named.answer = NO;
        VssException refusal = refused(named.info().id(), ShadowCopyContext.BACKUP, Set.of());
        assertThat(refusal.code()).isEqualTo(HResult.VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER);
        assertThat(refusal.sentence()).contains("/data", "copy: no reflink (use xfs)");
        assertThat(
                        refused(new ProviderId(new UUID(9, 9)), ShadowCopyContext.BACKUP, Set.of())
                                .code())
                .isEqualTo(HResult.VSS_E_PROVIDER_NOT_REGISTERED);
    }

    @Test
    void persistentContextsNeedPersistentCopies() throws Exception {
        hardware.persistent = false;
        assertThat(
                        selection()
                                .choose(DATA, null, ShadowCopyContext.APP_ROLLBACK, Set.of())
                                .provider())
                .isSameAs(software);
        assertThat(chosen()).isEqualTo("ceph");
        VssException refusal =
                refused(hardware.info().id(), ShadowCopyContext.APP_ROLLBACK, Set.of());
        assertThat(refusal.sentence()).contains("persistent", "app-rollback");
    }

    @Test
    void modifiersMustBeOfferedUnlessTheyConcernTheCoordinator() throws Exception {
        software.offered = Set.of(ShadowCopyAttribute.DIFFERENTIAL);
        assertThat(
                        selection()
                                .choose(
                                        DATA,
                                        null,
                                        ShadowCopyContext.BACKUP,
                                        Set.of(ShadowCopyAttribute.DIFFERENTIAL))
                                .provider())
                .isSameAs(software);
        assertThat(
                        refused(null, ShadowCopyContext.BACKUP, Set.of(ShadowCopyAttribute.PLEX))
                                .sentence())
                .contains("VSS_VOLSNAP_ATTR_PLEX");
        assertThat(
                        selection()
                                .choose(
                                        DATA,
                                        null,
                                        ShadowCopyContext.BACKUP,
                                        Set.of(
                                                ShadowCopyAttribute.NO_AUTORECOVERY,
                                                ShadowCopyAttribute.NOT_TRANSACTED))
                                .provider())
                .isSameAs(hardware);
    }

    private ProviderSelection selection() {
        return new ProviderSelection(
                List.of(named, system, software, hardware),
                new ProviderCalls(new SameThread()),
                Duration.ofSeconds(30));
    }

    private String chosen() throws VssException {
        return selection()
                .choose(DATA, null, ShadowCopyContext.BACKUP, Set.of())
                .provider()
                .info()
                .name();
    }

    private VssException refused(
            @Nullable ProviderId id,
            ShadowCopyContext context,
            Set<ShadowCopyAttribute> modifiers) {
        return Objects.requireNonNull(
                catchThrowableOfType(
                        VssException.class,
                        () -> selection().choose(DATA, id, context, modifiers)));
    }

    /** A provider that hangs is given up after the limit, with the name of its thread. */
    @Test
    void aProviderThatHangsIsGivenUp() {
        hardware.answer = null;
        VssException refusal = refused(null, ShadowCopyContext.BACKUP, Set.of());
        assertThat(refusal.code()).isEqualTo(HResult.VSS_E_UNEXPECTED_PROVIDER_ERROR);
        assertThat(refusal.sentence()).contains("ceph", "30 s", "ceph.IsVolumeSupported");
    }

    /** Runs tasks where they are handed in; one that throws an error has overrun. */
    private static final class SameThread implements Workers {
        @Override
        public <T> List<Outcome<T>> inParallel(List<Task<T>> tasks) {
            return tasks.stream().map(SameThread::outcome).toList();
        }

        private static <T> Outcome<T> outcome(Task<T> task) {
            try {
                return new Outcome.Done<>(task.work().call());
            } catch (AssertionError hangs) {
                return new Outcome.Overran<>(task.what());
            } catch (Exception failure) {
                return new Outcome.Failed<>(failure);
            }
        }

        @Override
        public void start(String what, Runnable work) {
            throw new AssertionError("not asked");
        }
    }

    /** A provider that answers one question. */
    private static final class Answering implements Provider {
        private final ProviderInfo info;
        private @Nullable Support answer;
        private boolean onlyWhenNamed;
        private boolean persistent = true;
        private Set<ShadowCopyAttribute> offered = Set.of();

        Answering(String name, ProviderType type, Support answer) {
            UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
            this.info = new ProviderInfo(new ProviderId(id), name, name, type, "1");
            this.answer = answer;
        }

        @Override
        public ProviderInfo info() {
            return info;
        }

        @Override
        public ProviderCapabilities capabilities() {
            return new ProviderCapabilities(
                    Quiesce.GATE,
                    false,
                    false,
                    persistent,
                    false,
                    onlyWhenNamed,
                    false,
                    8,
                    offered);
        }

        @Override
        public Support supports(Volume volume) {
            if (answer == null) {
                throw new AssertionError("hangs");
            }
            return answer;
        }

        @Override
        public ProviderTransaction begin(ShadowCopySetId set, ShadowCopyContext context) {
            throw new AssertionError("not asked");
        }

        @Override
        public List<StoredCopy> shadowCopies() {
            return List.of();
        }

        @Override
        public List<ShadowCopySet> rescan() {
            return List.of();
        }

        @Override
        public Deletion delete(ShadowCopyId copy, boolean force) {
            throw new AssertionError("not asked");
        }

        @Override
        public ExposedCopy expose(ShadowCopyId copy, String folder) {
            throw new AssertionError("not asked");
        }

        @Override
        public void unexpose(ShadowCopyId copy, String folder, boolean force) {
            throw new AssertionError("not asked");
        }

        @Override
        public void revert(ShadowCopyId copy, Volume original, boolean force) {
            throw new AssertionError("not asked");
        }
    }
}
