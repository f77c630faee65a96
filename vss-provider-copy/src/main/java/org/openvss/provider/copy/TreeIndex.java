package org.openvss.provider.copy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.linux.FileStatus;

/**
 * What one walk saw, path by path, and what it cannot vouch for.
 *
 * <p>Time stamps of files have the grain of the kernel's clock tick, and stores into mapped memory
 * move them only once until the page is written back. So a thing whose last change is not safely
 * before the flush that preceded the walk may change again without a trace: it is suspect.
 */
final class TreeIndex {
    /** Longer than any tick of the kernel (HZ=100), in nanoseconds. */
    static final long GRAIN_NANOS = 20_000_000;

    private final Map<String, Seen> seen = new HashMap<>();
    private final Set<String> suspects = new HashSet<>();
    private final long safeBefore;

    private TreeIndex(long safeBefore) {
        this.safeBefore = safeBefore;
    }

    /** Starts an index; everything dirty is flushed after this call and before the walk. */
    static TreeIndex startingNow() {
        Instant now = Instant.now();
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        return new TreeIndex(nanos - GRAIN_NANOS);
    }

    void add(String path, FileStatus status) {
        Seen what = Seen.of(status);
        seen.put(path, what);
        if (what.changedSince(safeBefore)) {
            suspects.add(path);
        }
    }

    @Nullable Seen get(String path) {
        return seen.get(path);
    }

    /** Tells whether a thing is as it was, beyond doubt. */
    boolean vouchesFor(String path, FileStatus now) {
        return Seen.of(now).equals(seen.get(path)) && !suspects.contains(path);
    }

    /** Returns paths that differ between two walks, or were suspect in this one, in order. */
    List<String> changesTo(TreeIndex later) {
        Set<String> changed = new HashSet<>(suspects);
        later.seen.forEach((path, what) -> {
            if (!what.equals(seen.get(path))) {
                changed.add(path);
            }
        });
        for (String path : seen.keySet()) {
            if (!later.seen.containsKey(path)) {
                changed.add(path);
            }
        }
        List<String> ordered = new ArrayList<>(changed);
        ordered.sort(null);
        return ordered;
    }
}
