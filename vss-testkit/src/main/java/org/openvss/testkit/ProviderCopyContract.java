package org.openvss.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.openvss.Deletion;
import org.openvss.HResult;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.provider.ExposedCopy;
import org.openvss.provider.Provider;
import org.openvss.provider.StoredCopy;
import org.openvss.provider.WritableClone;
import org.openvss.testkit.ProviderRun.Phase;

/** Contract of complete copies: content, finding them again, exposing, deleting. */
public interface ProviderCopyContract extends ProviderFixture {
    /** A copy shows the instant of the cut although the original changed afterwards. */
    @Test
    default void aCopyShowsTheInstantOfTheCut() throws Exception {
        Volume volume = volumes(1).getFirst();
        ProviderRun.writeFile(volume, "cut.txt", "before the cut");
        try (ProviderRun run = new ProviderRun(this, newProvider(), List.of(volume))) {
            run.advanceTo(Phase.CUT);
            ProviderRun.writeFile(volume, "cut.txt", "after the cut, and longer");
            ProviderRun.writeFile(volume, "new.txt", "new");
            run.advanceTo(Phase.COMPLETE);
            ExposedCopy exposed = run.expose(run.firstCopy());
            assertEquals("before the cut", ProviderRun.readFile(exposed.path(), "cut.txt"));
            assertFalse(Files.exists(Path.of(exposed.path(), "new.txt")));
        } finally {
            Files.deleteIfExists(Path.of(volume.mountPoint(), "new.txt"));
        }
    }

    /** Making and deleting copies does nothing to the original. */
    @Test
    default void theOriginalIsUnharmed() throws Exception {
        Volume volume = volumes(1).getFirst();
        ProviderRun.writeFile(volume, "origin.txt", "mine");
        try (ProviderRun run = ProviderRun.complete(this, newProvider(), List.of(volume))) {
            assertEquals("mine", ProviderRun.readFile(volume.mountPoint(), "origin.txt"));
            ProviderRun.writeFile(volume, "origin.txt", "still writable");
            assertEquals(Deletion.REMOVED, run.provider.delete(run.firstCopy(), false));
        }
        assertEquals("still writable", ProviderRun.readFile(volume.mountPoint(), "origin.txt"));
    }

    /** An exposed copy cannot be written, also not by root. */
    @Test
    default void anExposedCopyIsReadOnly() throws Exception {
        Volume volume = volumes(1).getFirst();
        ProviderRun.writeFile(volume, "sealed.txt", "sealed");
        try (ProviderRun run = ProviderRun.complete(this, newProvider(), List.of(volume))) {
            Path root = Path.of(run.expose(run.firstCopy()).path());
            for (String name : List.of("sealed.txt", "new.txt")) {
                FileSystemException refused =
                        assertThrows(
                                FileSystemException.class,
                                () -> Files.writeString(root.resolve(name), "x"));
                assertEquals("Read-only file system", refused.getReason());
            }
        }
    }

    /** What is written to a writable clone reaches neither the copy nor the original. */
    @Test
    default void aWritableCloneIsThrownAway() throws Exception {
        Volume volume = volumes(1).getFirst();
        ProviderRun.writeFile(volume, "kept.txt", "kept");
        try (ProviderRun run = ProviderRun.complete(this, newProvider(), List.of(volume))) {
            String folder = emptyFolder();
            try (WritableClone clone = run.provider.writableClone(run.firstCopy(), folder)) {
                Path root = Path.of(clone.path());
                assertEquals("kept", ProviderRun.readFile(clone.path(), "kept.txt"));
                Files.writeString(root.resolve("kept.txt"), "thrown away");
                Files.writeString(root.resolve("thrown.txt"), "thrown away");
            } catch (VssException e) {
                assertEquals(HResult.E_NOTIMPL, e.code(), e::getMessage);
                return;
            }
            assertEquals("kept", run.read(run.firstCopy(), "kept.txt"));
            assertEquals("kept", ProviderRun.readFile(volume.mountPoint(), "kept.txt"));
            String again = emptyFolder();
            try (WritableClone clone = run.provider.writableClone(run.firstCopy(), again)) {
                assertEquals("kept", ProviderRun.readFile(clone.path(), "kept.txt"));
                assertFalse(Files.exists(Path.of(clone.path(), "thrown.txt")));
            }
            assertEquals(Deletion.REMOVED, run.provider.delete(run.firstCopy(), false));
        }
    }

    /** Two sets of the same volume live side by side, each with its own instant. */
    @Test
    default void twoSetsCoexist() throws Exception {
        Volume volume = volumes(1).getFirst();
        Provider provider = newProvider();
        ProviderRun.writeFile(volume, "two.txt", "first");
        try (ProviderRun first = ProviderRun.complete(this, provider, List.of(volume))) {
            ProviderRun.writeFile(volume, "two.txt", "second");
            try (ProviderRun second = ProviderRun.complete(this, provider, List.of(volume))) {
                String both = first.expose(first.firstCopy()).path();
                assertEquals("second", second.read(second.firstCopy(), "two.txt"));
                assertEquals("first", ProviderRun.readFile(both, "two.txt"));
            }
            assertEquals("first", first.read(first.firstCopy(), "two.txt"));
        }
    }

    /** Whatever lies on storage is listed, with its ids, and whether it is complete. */
    @Test
    default void storageTellsWhatIsComplete() throws Exception {
        try (ProviderRun run = new ProviderRun(this, newProvider(), volumes(2))) {
            run.advanceTo(Phase.PREPARED);
            assertEquals(run.copySet(), listed(run, false));
            run.advanceTo(Phase.COMPLETE);
            assertEquals(run.copySet(), listed(run, true));
        }
    }

    private Set<ShadowCopyId> listed(ProviderRun run, boolean complete) throws Exception {
        Set<ShadowCopyId> found = new HashSet<>();
        for (StoredCopy stored : newProvider().shadowCopies()) {
            if (stored.set().equals(run.set)) {
                assertEquals(complete, stored.complete());
                int index = run.copies.indexOf(stored.copy());
                assertEquals(run.volumes.get(index).volumeId(), stored.volumeId());
                assertFalse(stored.where().isBlank());
                found.add(stored.copy());
            }
        }
        return found;
    }

    /** A set is rebuilt from storage alone; a copy that was deleted is missing from it. */
    @Test
    default void aSetIsRebuiltFromStorage() throws Exception {
        try (ProviderRun run = ProviderRun.complete(this, newProvider(), volumes(2))) {
            ShadowCopySet rebuilt = rebuilt(run);
            assertEquals(run.result, rebuilt);
            run.provider.delete(run.firstCopy(), false);
            assertEquals(
                    List.of(run.copies.getLast()),
                    rebuilt(run).shadowCopies().stream().map(ShadowCopy::id).toList());
            assertEquals(2, rebuilt(run).copyCountAtCreation());
            run.provider.delete(run.copies.getLast(), false);
            assertTrue(newProvider().rescan().stream().noneMatch(set -> set.id().equals(run.set)));
        }
    }

    private ShadowCopySet rebuilt(ProviderRun run) throws Exception {
        return newProvider().rescan().stream()
                .filter(set -> set.id().equals(run.set))
                .findFirst()
                .orElseThrow();
    }

    /** Deleting twice, or what never was, is no error. */
    @Test
    default void deletingIsIdempotent() throws Exception {
        Provider provider = newProvider();
        Set<String> before = storage();
        try (ProviderRun run = ProviderRun.complete(this, provider, volumes(1))) {
            assertEquals(Deletion.REMOVED, provider.delete(run.firstCopy(), false));
            assertEquals(before, storage());
            assertEquals(Deletion.ALREADY_ABSENT, provider.delete(run.firstCopy(), false));
            assertEquals(Deletion.ALREADY_ABSENT, newProvider().delete(run.firstCopy(), true));
        }
        assertEquals(Deletion.ALREADY_ABSENT, provider.delete(ShadowCopyId.random(), false));
        assertEquals(before, storage());
    }

    /** A copy in use is not deleted, unless by force. */
    @Test
    default void aCopyInUseIsNotDeletedWithoutForce() throws Exception {
        Volume volume = volumes(1).getFirst();
        ProviderRun.writeFile(volume, "used.txt", "used");
        try (ProviderRun run = ProviderRun.complete(this, newProvider(), List.of(volume))) {
            String folder = emptyFolder();
            ExposedCopy exposed = run.provider.expose(run.firstCopy(), folder);
            if (exposed.path().startsWith(folder)) {
                VssException refused =
                        assertThrows(
                                VssException.class,
                                () -> run.provider.delete(run.firstCopy(), false));
                assertEquals(HResult.VSS_E_VOLUME_IN_USE, refused.code());
                assertEquals("used", ProviderRun.readFile(exposed.path(), "used.txt"));
                assertEquals(Deletion.REMOVED, run.provider.delete(run.firstCopy(), true));
                assertFalse(Files.exists(Path.of(folder, "used.txt")));
            }
        }
    }

    /** What is not there cannot be exposed, nor taken back. */
    @Test
    default void exposingWhatIsNotThereIsRefused() throws Exception {
        Provider provider = newProvider();
        String folder = emptyFolder();
        ShadowCopyId unknown = ShadowCopyId.random();
        assertCode(HResult.VSS_E_OBJECT_NOT_FOUND, () -> provider.expose(unknown, folder));
        assertCode(HResult.VSS_E_OBJECT_NOT_FOUND, () -> provider.unexpose(unknown, folder, false));
        try (ProviderRun run = new ProviderRun(this, provider, volumes(1))) {
            run.advanceTo(Phase.PREPARED);
            assertCode(
                    HResult.VSS_E_OBJECT_NOT_FOUND, () -> provider.expose(run.firstCopy(), folder));
            run.advanceTo(Phase.COMPLETE);
            assertCode(
                    HResult.VSS_E_OBJECT_NOT_FOUND,
                    () -> provider.unexpose(run.firstCopy(), folder, false));
        }
    }

    /** Taking back an exposure leaves nothing of it, and the copy stays. */
    @Test
    default void unexposeLeavesNothing() throws Exception {
        Volume volume = volumes(1).getFirst();
        ProviderRun.writeFile(volume, "shown.txt", "shown");
        try (ProviderRun run = ProviderRun.complete(this, newProvider(), List.of(volume))) {
            Set<String> before = storage();
            String folder = emptyFolder();
            run.exposeAt(run.firstCopy(), folder);
            run.unexpose(run.firstCopy(), folder);
            assertFalse(Files.exists(Path.of(folder, "shown.txt")));
            assertEquals(before, storage());
            assertEquals("shown", run.read(run.firstCopy(), "shown.txt"));
        }
    }

    private static void assertCode(HResult code, Executable call) {
        VssException refused = assertThrows(VssException.class, call);
        assertEquals(code, refused.code(), refused.getMessage());
    }
}
