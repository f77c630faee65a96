package org.openvss.gate;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.writer.EmergencyThaw;

/**
 * What the coordinator says to the guard, one line each. {@link GuardAnswer} answers every request
 * but {@link Member} and {@link Thaw}, which come before the request that uses them.
 */
sealed interface GuardRequest {
    /** A hold of the plan to come. */
    record Member(HoldTarget hold) implements GuardRequest {}

    /** The members named so far are the plan; open them. Closes nothing. */
    record Plan(ShadowCopySetId set) implements GuardRequest {}

    /** What a hold is about has changed since the plan; nothing is held. */
    record Renew(int slot, HoldTarget hold) implements GuardRequest {}

    /** An emergency thaw of the arming to come. */
    record Thaw(EmergencyThaw thaw) implements GuardRequest {}

    /**
     * The limit of the writers begins.
     *
     * @param writers how long they may stay frozen
     * @param rcuExpedited value to restore in an emergency, or null to leave it alone
     */
    record Arm(Duration writers, @Nullable Integer rcuExpedited) implements GuardRequest {}

    /** The gates are about to close. */
    record Close(Duration hold) implements GuardRequest {}

    /** All gates are open. */
    record Opened() implements GuardRequest {}

    /** The writers are thawed. */
    record Disarm() implements GuardRequest {}

    /** The creation is over: open what is still closed, thaw what is still frozen, and exit. */
    record End() implements GuardRequest {}

    /** Returns the line, without its end. */
    default String line() {
        return switch (this) {
            case Member(HoldTarget hold) -> "member " + hold.words();
            case Renew(int slot, HoldTarget hold) -> "renew " + slot + " " + hold.words();
            case Plan(ShadowCopySetId set) -> "plan " + set;
            case Thaw(EmergencyThaw thaw) -> "thaw " + ThawWords.words(thaw);
            case Arm(Duration writers, Integer expedited) ->
                    "arm " + writers.toMillis() + " " + (expedited == null ? "-" : expedited);
            case Close(Duration hold) -> "close " + hold.toMillis();
            case Opened() -> "opened";
            case Disarm() -> "disarm";
            case End() -> "end";
        };
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is none of the requests
     */
    static GuardRequest parse(String line) {
        int space = line.indexOf(' ');
        String word = space < 0 ? line : line.substring(0, space);
        String rest = space < 0 ? "" : line.substring(space + 1);
        return switch (word) {
            case "member" -> new Member(HoldTarget.parse(rest));
            case "renew" -> renew(rest);
            case "plan" -> new Plan(set(rest));
            case "thaw" -> new Thaw(ThawWords.parse(rest));
            case "arm" -> arm(rest);
            case "close" -> new Close(Duration.ofMillis(Long.parseLong(rest)));
            case "opened" -> new Opened();
            case "disarm" -> new Disarm();
            case "end" -> new End();
            default -> throw new IllegalArgumentException("'" + line + "' is no request");
        };
    }

    private static Renew renew(String rest) {
        int space = rest.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("renew needs a slot and a hold");
        }
        return new Renew(
                Integer.parseInt(rest.substring(0, space)),
                HoldTarget.parse(rest.substring(space + 1)));
    }

    private static Arm arm(String rest) {
        String[] word = rest.split(" ", -1);
        if (word.length != 2) {
            throw new IllegalArgumentException("arm needs two words, not " + word.length);
        }
        return new Arm(
                Duration.ofMillis(Long.parseLong(word[0])),
                word[1].equals("-") ? null : (Integer) Integer.parseInt(word[1]));
    }

    private static ShadowCopySetId set(String text) {
        try {
            return ShadowCopySetId.parse(text);
        } catch (VssException noId) {
            throw new IllegalArgumentException(noId.sentence(), noId);
        }
    }
}
