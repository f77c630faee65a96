package org.openvss.gate;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.gate.GateOpeners.Opening;
import org.openvss.gate.HoldPage.HoldState;
import org.openvss.gate.LedgerStore.Found;
import org.openvss.linux.LinuxException;
import org.openvss.linux.RcuExpedited;

/**
 * Opens what dead creations left closed, from their ledgers: gates, frozen writers, the kernel
 * switch.
 *
 * <p>Never opens a gate that the ledger and its hold page do not own. Undoes no set: the journal of
 * the state folder is the business of the coordinator.
 */
public final class GateRecovery {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final RuntimeFolder folder;
    private final LedgerStore ledgers;

    /**
     * Prepares to recover.
     *
     * @param folder runtime folder
     */
    public GateRecovery(RuntimeFolder folder) {
        this.folder = folder;
        this.ledgers = folder.ledgers();
    }

    /**
     * Recovers everything that was left behind.
     *
     * @param right proof that no creation is going on
     * @throws VssException {@code VSS_E_UNEXPECTED} if the runtime folder cannot be read
     */
    public RecoveryReport recover(RecoveryRight right) throws VssException {
        if (!right.folder().path().equals(folder.path())) {
            throw new IllegalArgumentException("the right is for another runtime folder");
        }
        Findings findings = new Findings();
        try {
            findings.done.addAll(ledgers.takeReports());
            for (Found found : ledgers.list()) {
                switch (found) {
                    case Found.Intact(var file, Ledger ledger) -> recover(ledger, findings);
                    case Found.Damaged(var file, String reason) ->
                            findings.problems.add(
                                    "The ledger "
                                            + file.getFileName()
                                            + " cannot be read: "
                                            + reason
                                            + ". It was kept as "
                                            + ledgers.quarantine(file)
                                            + ". If a volume does not accept writes, run"
                                            + " 'fsfreeze -u' on it.");
                }
            }
            ledgers.sweep();
        } catch (IOException failure) {
            throw Failures.of("The ledgers of the runtime folder cannot be read", failure);
        }
        return findings.report();
    }

    /**
     * Opens every gate of OpenVSS at once, also while a set is being created, which makes that set
     * void; recovers the rest if no creation is going on.
     *
     * @throws VssException {@code VSS_E_UNEXPECTED} if the runtime folder cannot be read
     */
    public RecoveryReport thawNow() throws VssException {
        Findings findings = new Findings();
        try {
            for (Found found : ledgers.list()) {
                if (found instanceof Found.Intact(var file, Ledger ledger)) {
                    findings.sets.add(ledger.set());
                    openGates(ledger, findings, false);
                }
            }
        } catch (IOException failure) {
            throw Failures.of("The ledgers of the runtime folder cannot be read", failure);
        }
        Optional<RecoveryRight> right = RecoveryRight.tryTake(folder);
        if (right.isEmpty()) {
            return findings.report();
        }
        try (RecoveryRight taken = right.get()) {
            // Whatever failed is tried again here, with more patience.
            findings.problems.clear();
            findings.addAll(recover(taken));
        }
        return findings.report();
    }

    private void recover(Ledger ledger, Findings findings) throws IOException {
        findings.sets.add(ledger.set());
        if (!isOfThisBoot(ledger)) {
            findings.done.add(
                    "The ledger of the set "
                            + ledger.set()
                            + " was from before the last start of the machine.");
            ledgers.forget(ledger.set());
            return;
        }
        boolean open = openGates(ledger, findings, true);
        if (!ledger.thaws().isEmpty()) {
            List<String> problems = EmergencyThaws.run(ledger.thaws());
            findings.problems.addAll(problems);
            if (problems.isEmpty()) {
                findings.done.add("The writers of the set " + ledger.set() + " were thawed.");
            }
        }
        restoreRcu(ledger, findings);
        if (open) {
            ledgers.forget(ledger.set());
        }
    }

    private static boolean isOfThisBoot(Ledger ledger) {
        try {
            return ledger.bootId().equals(BootId.read());
        } catch (LinuxException unreadable) {
            // Opening a gate that is open already does no harm; leaving one closed does.
            return true;
        }
    }

    /**
     * Opens what a ledger owns.
     *
     * @param ownerIsDead whether nobody closes gates of this ledger any more
     * @return whether nothing of it is closed any more
     */
    private boolean openGates(Ledger ledger, Findings findings, boolean ownerIsDead)
            throws IOException {
        HoldPage page = page(ledger);
        List<Opening> openings = new ArrayList<>();
        List<Release> releases = new ArrayList<>();
        boolean reachable = true;
        for (int slot = 0; slot < ledger.holds().size(); slot++) {
            if (!page.owns(slot)) {
                continue;
            }
            HoldTarget target = ledger.holds().get(slot);
            try {
                switch (target.find()) {
                    case HoldTarget.Search.Reachable(Release release) -> {
                        releases.add(release);
                        openings.add(new Opening(slot, target, release.call()));
                    }
                    case HoldTarget.Search.Gone() -> page.set(slot, HoldState.FREE);
                    case HoldTarget.Search.Unreachable(String sentence) -> {
                        reachable = false;
                        findings.problems.add(sentence);
                    }
                }
            } catch (LinuxException failure) {
                reachable = false;
                findings.problems.add(
                        target.label()
                                + " could not be opened: "
                                + failure.getMessage()
                                + ". Run 'vss thaw' again.");
            }
        }
        GateOpeners openers = new GateOpeners(page, openings);
        openers.start();
        if (ownerIsDead) {
            openers.openAll(LIMIT);
        } else {
            openers.openOnce(LIMIT);
        }
        openers.close();
        if (!openers.anyWanted()) {
            releases.forEach(Release::close);
        }
        findings.done.addAll(openers.openedSentences());
        if (ownerIsDead) {
            findings.problems.addAll(openers.problems());
        }
        return reachable && !openers.anyOwned();
    }

    /** Returns the page of a ledger; without one everything may be ours. */
    private HoldPage page(Ledger ledger) throws IOException {
        int holds = ledger.holds().size();
        try {
            return HoldPage.open(ledgers.pageFile(ledger.set()), holds);
        } catch (IOException missing) {
            HoldPage page = HoldPage.scratch(holds);
            for (int slot = 0; slot < holds; slot++) {
                page.set(slot, HoldState.CLOSING);
            }
            return page;
        }
    }

    private static void restoreRcu(Ledger ledger, Findings findings) {
        Integer before = ledger.rcuExpedited();
        if (before == null) {
            return;
        }
        try {
            Optional<RcuExpedited> opened = RcuExpedited.open();
            if (opened.isEmpty()) {
                findings.problems.add(
                        "rcu_expedited cannot be switched back: it is not ours to write.");
                return;
            }
            try (RcuExpedited rcu = opened.get()) {
                if (rcu.value() != before) {
                    rcu.set(before);
                    findings.done.add("rcu_expedited was switched back to " + before + ".");
                }
            }
        } catch (LinuxException failure) {
            findings.problems.add(
                    "rcu_expedited could not be switched back: " + failure.getMessage() + ".");
        }
    }

    private static final class Findings {
        private final List<ShadowCopySetId> sets = new ArrayList<>();
        private final List<String> done = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        void addAll(RecoveryReport report) {
            report.sets().stream().filter(set -> !sets.contains(set)).forEach(sets::add);
            done.addAll(report.done());
            problems.addAll(report.problems());
        }

        RecoveryReport report() {
            return new RecoveryReport(sets, done, problems);
        }
    }
}
