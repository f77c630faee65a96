package org.openvss.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.openvss.CutTimes;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopySet;
import org.openvss.benchmarks.Demonstration.Kind;
import org.openvss.benchmarks.DemonstrationAudience;
import org.openvss.benchmarks.DemonstrationReport;
import org.openvss.benchmarks.DemonstrationReport.JudgedSet;
import org.openvss.benchmarks.DemonstrationReport.LeftOut;
import org.openvss.benchmarks.DemonstrationReport.Member;
import org.openvss.testkit.judge.Verdict;

/** Tells a demonstration to people, step by step as it goes on. */
final class DemoText implements DemonstrationAudience {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Output output;
    private Kind kind = Kind.NONE;
    private int section;

    DemoText(Output output) {
        this.output = output;
    }

    @Override
    public void begins(Kind what) {
        kind = what;
        output.line(
                kind == Kind.VOLUMES
                        ? "OpenVSS demonstration: do copies of several volumes show one instant?"
                        : "OpenVSS demonstration: what is a plain copy worth?");
        section(kind == Kind.VOLUMES ? "Volumes, made for this" : "A tree, made for this");
    }

    private void section(String title) {
        output.line("");
        output.line(++section + ". " + title);
    }

    @Override
    public void membersMade(List<Member> members) {
        Table table = new Table("", "VOLUME", "FILE SYSTEM", "IMAGE ON", "PROVIDER");
        for (int number = 0; number < members.size(); number++) {
            Member member = members.get(number);
            table.row(
                    (number + 1) + "",
                    member.volume(),
                    member.fileSystem(),
                    member.imageOn(),
                    member.provider());
        }
        indented(table);
    }

    @Override
    public void loadStarted(int writers) {
        section("Load");
        String rounds = kind == Kind.VOLUMES ? "volumes" : "folders";
        text(
                writers
                        + " writers go round the "
                        + rounds
                        + ": a record to the first, flushed to the"
                        + " disk, then to the next,");
        text(
                "and so on. So at any instant no "
                        + rounds.substring(0, rounds.length() - 1)
                        + " has a record that one before it lacks. Copies of");
        text("different instants break this order: that is what is looked for in every copy.");
    }

    @Override
    public void setsBegin() {
        section(
                kind == Kind.VOLUMES
                        ? "Sets taken by OpenVSS, while the writers go on"
                        : "Copies made by OpenVSS, while nobody writes");
    }

    @Override
    public void setTaken(int number, JudgedSet judged) {
        ShadowCopySet set = judged.set();
        StringBuilder line = new StringBuilder(String.format("%4d  ", number));
        line.append(set.simultaneous() ? "simultaneous" : "NOT simultaneous");
        if (set.heldNanos() != null) {
            line.append(String.format("   writes held %8s", Texts.millis(set.heldNanos())));
        }
        line.append(
                String.format(
                        Locale.ROOT,
                        "   complete after %4.1f s   %s",
                        judged.tookNanos() / NANOS_PER_SECOND,
                        finding(judged.verdict())));
        if (kind == Kind.TREE && judged.verdict().isClean()) {
            line.append(", every file identical");
        }
        text(line.toString());
        if (!set.simultaneous()) {
            text("      " + Escapes.forTerminal(set.verdict()));
        }
        firstDetail(judged.verdict(), judged.copies());
    }

    @Override
    public void controlBegins() {
        section(
                kind == Kind.VOLUMES
                        ? "Control: the same volumes, each frozen and copied, one after another"
                        : "Control: copies made by OpenVSS while the writers go on");
    }

    @Override
    public void controlJudged(int number, Verdict verdict, List<Path> copies) {
        if (kind == Kind.VOLUMES) {
            text(String.format("%4d  %s", number, finding(verdict)));
            firstDetail(verdict, copies);
        } else if (verdict.violations() == 0) {
            text(String.format("%4d  OpenVSS takes it for simultaneous, which it is not", number));
        } else {
            text(String.format("%4d  OpenVSS says: NOT simultaneous", number));
            firstDetail(verdict, copies);
        }
    }

    private static String finding(Verdict verdict) {
        return switch (verdict.violations()) {
            case 0 -> "order kept";
            case 1 -> "ORDER BROKEN once";
            default -> "ORDER BROKEN " + verdict.violations() + " times";
        };
    }

    /** Says the first thing that is wrong, with numbers of volumes for the long paths. */
    private void firstDetail(Verdict verdict, List<Path> copies) {
        if (verdict.details().isEmpty()) {
            return;
        }
        text(
                "      "
                        + numbered(
                                verdict.details().getFirst(), copies.stream().map(Path::toString)));
    }

    /** Returns a sentence with numbers of volumes in place of their long paths. */
    private static String numbered(String sentence, Stream<String> paths) {
        List<String> all = paths.toList();
        String shorter = sentence;
        for (int number = all.size(); number > 0; number--) {
            shorter = shorter.replace(all.get(number - 1), "volume " + number);
        }
        return Escapes.forTerminal(shorter);
    }

    /** Tells what is left to tell when everything was taken down: times, gaps, the result. */
    void summary(DemonstrationReport report) {
        if (kind == Kind.VOLUMES) {
            report.typicalSet().ifPresent(judged -> timeline(judged.set(), report.members()));
        }
        if (!report.leftOut().isEmpty()) {
            section("Left out");
            for (LeftOut left : report.leftOut()) {
                text(Escapes.forTerminal(left.what() + ": " + left.why()));
            }
        }
        output.line("");
        long good = report.sets().stream().filter(JudgedSet::isGood).count();
        long caught = report.controls().stream().filter(each -> each.violations() > 0).count();
        output.line(
                (report.isProved() ? "Proved: " : "NOT PROVED: ")
                        + good
                        + " of "
                        + report.sets().size()
                        + (kind == Kind.VOLUMES
                                ? " sets of "
                                        + report.members().size()
                                        + " volumes show one"
                                        + " instant; of copies made one after another "
                                : " copies at rest are exact; of copies under load ")
                        + caught
                        + " of "
                        + report.controls().size()
                        + " were caught.");
        long records = report.sets().stream().mapToLong(JudgedSet::records).sum();
        output.line(
                String.format(
                        Locale.ROOT,
                        "%sIt took %.0f s, and everything that was made for it is gone again.",
                        kind == Kind.VOLUMES
                                ? records + " records went round while the sets were made. "
                                : "",
                        report.tookNanos() / NANOS_PER_SECOND));
    }

    private void timeline(ShadowCopySet set, List<Member> members) {
        section(
                "One of these sets, from the first freeze call to the last thaw: "
                        + Texts.millis(set.heldNanos()));
        TimelineBar bar = new TimelineBar(set);
        Table table = new Table("", "CLOSED", "CUT", "OPENED", bar.heading());
        for (int number = 0; number < members.size(); number++) {
            String volume = members.get(number).volume();
            CutTimes times =
                    set.shadowCopies().stream()
                            .filter(copy -> copy.volume().equals(volume))
                            .findFirst()
                            .map(ShadowCopy::times)
                            .orElse(null);
            if (times != null) {
                table.row(
                        (number + 1) + "",
                        Texts.millis(times.gateClosedNanos()),
                        Texts.millis(times.cutFinishedNanos()),
                        Texts.millis(times.gateOpenedNanos()),
                        bar.of(times));
            }
        }
        indented(table);
        text(TimelineBar.LEGEND);
        String verdict = numbered(set.verdict(), members.stream().map(Member::volume));
        for (String part : verdict.split("; ", -1)) {
            text(part);
        }
    }

    private void text(String line) {
        output.line("   " + line);
    }

    private void indented(Table table) {
        table.lines().forEach(this::text);
    }
}
