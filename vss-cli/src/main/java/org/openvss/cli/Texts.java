package org.openvss.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openvss.CutTimes;
import org.openvss.PhaseTime;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopySet;
import org.openvss.WriterOutcome;

/** Sets and copies for people. */
final class Texts {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final double NANOS_PER_MILLI = 1e6;

    private Texts() {}

    /** Returns a time of day in the zone of this machine. */
    static String time(Instant instant) {
        return TIME.format(instant.atZone(ZoneId.systemDefault()));
    }

    /** Returns milliseconds with their unit, or a dash. */
    static String millis(@Nullable Long nanos) {
        return nanos == null ? "-" : String.format(Locale.ROOT, "%.1f ms", nanos / NANOS_PER_MILLI);
    }

    /** Prints one set: what it is, its copies, its writers, its timeline. */
    static void set(Output output, ShadowCopySet set) {
        output.line(
                "Shadow copy set "
                        + set.id()
                        + ": "
                        + (set.simultaneous() ? "simultaneous" : "NOT simultaneous")
                        + ", consistency "
                        + set.consistency().commandName()
                        + (set.heldNanos() == null ? "" : ", held " + millis(set.heldNanos())));
        output.line("  context   " + set.context().commandName());
        output.line("  created   " + time(set.createdAt()));
        output.line("  verdict   " + Escapes.forTerminal(set.verdict()));
        output.line("");
        copies(output, set);
        for (ShadowCopy copy : set.shadowCopies()) {
            copy.notices().forEach(each -> output.line("Note: " + Escapes.forTerminal(each)));
        }
        if (!set.writers().isEmpty()) {
            output.line("");
            writers(output, set);
        }
        if (!set.timeline().isEmpty()) {
            output.line("");
            timeline(output, set);
        }
    }

    private static void copies(Output output, ShadowCopySet set) {
        Table table = new Table("VOLUME", "COPY", "PROVIDER", "PATH", "CLOSED", "CUT", "OPENED");
        for (ShadowCopy copy : set.shadowCopies()) {
            CutTimes times = copy.times();
            table.row(
                    copy.volume(),
                    copy.id().toString(),
                    copy.provider(),
                    copy.path() == null ? "" : copy.path(),
                    times == null ? "" : millis(times.gateClosedNanos()),
                    times == null ? "" : millis(times.cutFinishedNanos()),
                    times == null ? "" : millis(times.gateOpenedNanos()));
        }
        output.table(table);
    }

    private static void writers(Output output, ShadowCopySet set) {
        Table table = new Table("WRITER", "STATE", "RESULT", "FROZEN", "MESSAGE");
        for (WriterOutcome writer : set.writers()) {
            table.row(
                    writer.name(),
                    writer.state().documentedName(),
                    writer.hresult().name(),
                    millis(writer.frozenNanos()),
                    writer.message() == null ? "" : writer.message());
        }
        output.table(table);
    }

    private static void timeline(Output output, ShadowCopySet set) {
        Table table = new Table("PHASE", "BEGAN", "TOOK");
        for (PhaseTime phase : set.timeline()) {
            table.row(phase.phase(), millis(phase.startedNanos()), millis(phase.tookNanos()));
        }
        output.table(table);
    }

    /** Prints one copy, one property a line. */
    static void copy(Output output, ShadowCopy copy) {
        output.line("Shadow copy " + copy.id() + " of " + Escapes.forTerminal(copy.volume()));
        property(output, "set", copy.setId().toString());
        property(output, "volume id", copy.volumeId());
        property(output, "provider", copy.provider());
        property(output, "state", copy.state().documentedName());
        property(output, "created", time(copy.createdAt()));
        property(output, "machine", copy.originatingMachine());
        property(
                output,
                "path",
                copy.path() == null
                        ? "not mounted; 'vss show " + copy.id() + " --mount' mounts it"
                        : copy.path());
        property(output, "device", copy.device() == null ? "-" : copy.device());
        property(output, "exposed at", copy.exposedPath() == null ? "-" : copy.exposedPath());
        copy.notices().forEach(each -> property(output, "note", each));
        CutTimes times = copy.times();
        if (times != null) {
            property(output, "gate closed", millis(times.gateClosedNanos()));
            property(
                    output,
                    "cut",
                    millis(times.cutStartedNanos()) + " to " + millis(times.cutFinishedNanos()));
            property(output, "gate opened", millis(times.gateOpenedNanos()));
        }
    }

    private static void property(Output output, String name, String value) {
        output.line(String.format("  %-12s %s", name, Escapes.forTerminal(value)));
    }
}
