package org.openvss.kernel.guest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openvss.DeleteResult;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySet;
import org.openvss.VssException;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.LocalVssOptions;
import org.openvss.embedded.Requester;
import org.openvss.embedded.ShadowCopyRequest;

/** Whole sets by the whole product, from an ordinary program, in a guest. */
final class LvmSets {
    private final LocalVssOptions options;

    LvmSets(Path folder) {
        options =
                LocalVssOptions.defaults()
                        .withFiles(folder.resolve("state").toString(), null)
                        .withLockWait(Duration.ofMinutes(1));
    }

    LocalVss open() throws VssException {
        return LocalVss.open(options);
    }

    /** Makes a set, kept even if it is not simultaneous. */
    ShadowCopySet create(List<String> volumes) throws VssException, InterruptedException {
        ShadowCopyRequest request =
                new ShadowCopyRequest(
                        volumes, ShadowCopyContext.NAS_ROLLBACK, List.of(), null, false, true);
        try (LocalVss vss = open();
                Requester requester = vss.newRequester(request)) {
            return requester.create();
        }
    }

    /** Deletes a set. */
    void delete(ShadowCopySet set) throws VssException {
        try (LocalVss vss = open()) {
            DeleteResult deleted = vss.delete(set.id(), true);
            if (deleted.failure() != null) {
                throw deleted.failure();
            }
        }
    }

    /** Returns where the copies of some volumes are read, in the order of the volumes. */
    static List<Path> paths(ShadowCopySet set, List<String> volumes) {
        List<Path> paths = new ArrayList<>();
        for (String volume : volumes) {
            paths.add(
                    set.shadowCopies().stream()
                            .filter(copy -> copy.volume().equals(volume))
                            .map(ShadowCopy::path)
                            .map(path -> Path.of(path + ""))
                            .findFirst()
                            .orElseThrow());
        }
        return paths;
    }
}
