package org.openvss;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one family of operating errors: a documented code, a sentence for people, and what could not
 * be cleaned up.
 *
 * <p>The sentence says what failed, on what, why, and what to do. Failed clean-up is data ({@link
 * #residue()}), never only a log line.
 */
public final class VssException extends Exception {
    private static final long serialVersionUID = 1L;

    private final HResult code;

    @SuppressWarnings("serial") // an unmodifiable list of strings, which is serializable
    private final List<String> residue;

    /**
     * Creates an error without a cause.
     *
     * @param code the failure code
     * @param message the sentence for people
     */
    public VssException(HResult code, String message) {
        this(code, message, null, List.of());
    }

    /**
     * Creates an error.
     *
     * @param code the failure code
     * @param message the sentence for people
     * @param cause what led to it, or null
     */
    public VssException(HResult code, String message, @Nullable Throwable cause) {
        this(code, message, cause, List.of());
    }

    private VssException(
            HResult code, String message, @Nullable Throwable cause, List<String> residue) {
        super(message, cause);
        this.code = Objects.requireNonNull(code);
        this.residue = List.copyOf(residue);
    }

    /**
     * Returns this error extended by what its clean-up left behind.
     *
     * @param left one sentence for each thing that could not be undone; may be empty
     */
    public VssException withResidue(List<String> left) {
        if (left.isEmpty()) {
            return this;
        }
        List<String> all = new ArrayList<>(residue);
        all.addAll(left);
        return new VssException(code, sentence(), this, all);
    }

    /** Returns the documented code. */
    public HResult code() {
        return code;
    }

    /** Returns what could not be undone, one sentence each; empty when nothing is left behind. */
    public List<String> residue() {
        return residue;
    }

    /** Returns the sentence for people, without the code. */
    public String sentence() {
        return Objects.requireNonNullElse(super.getMessage(), code.name());
    }

    /** Returns {@code NAME (0x8004….): sentence}, as the command line prints it. */
    @Override
    public String getMessage() {
        return code.label() + ": " + sentence();
    }
}
