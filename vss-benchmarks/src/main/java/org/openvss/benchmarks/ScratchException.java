package org.openvss.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scratch volumes could not be made, used or taken down; says what was left behind. */
public final class ScratchException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an unmodifiable list of strings, which is serializable
    private final List<String> residue;

    /**
     * Creates an error.
     *
     * @param message what failed, on what, why
     * @param cause what led to it, or null
     */
    public ScratchException(String message, @Nullable Throwable cause) {
        this(message, cause, List.of());
    }

    private ScratchException(String message, @Nullable Throwable cause, List<String> residue) {
        super(message, cause);
        this.residue = List.copyOf(residue);
    }

    /** Returns this error extended by what could not be undone; itself if that is nothing. */
    public ScratchException withResidue(List<String> left) {
        if (left.isEmpty()) {
            return this;
        }
        List<String> all = new ArrayList<>(residue);
        all.addAll(left);
        String message = getMessage() + "; left behind: " + String.join("; ", left);
        return new ScratchException(message, this, all);
    }

    /** Returns what could not be undone, one sentence each. */
    public List<String> residue() {
        return residue;
    }
}
