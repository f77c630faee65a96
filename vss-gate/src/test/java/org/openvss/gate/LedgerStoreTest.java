package org.openvss.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.gate.HoldPage.HoldState;
import org.openvss.gate.LedgerStore.Found;

class LedgerStoreTest {
    private static final Ledger LEDGER = LedgerFormatTest.LEDGER;

    @TempDir private Path folder;

    @Test
    void findsWhatWasWrittenUntilItIsForgotten() throws Exception {
        LedgerStore store = new LedgerStore(folder);
        store.write(LEDGER);
        HoldPage.create(store.pageFile(LEDGER.set()), 2);
        assertThat(store.list())
                .singleElement()
                .isInstanceOfSatisfying(
                        Found.Intact.class, found -> assertThat(found.ledger()).isEqualTo(LEDGER));
        store.forget(LEDGER.set());
        store.forget(LEDGER.set());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void keepsADamagedLedgerForPeopleOnly() throws Exception {
        LedgerStore store = new LedgerStore(folder);
        Path file = Files.writeString(folder.resolve(LEDGER.set() + ".ledger"), "openvss-led");
        assertThat(store.list())
                .singleElement()
                .isInstanceOfSatisfying(
                        Found.Damaged.class, found -> assertThat(found.file()).isEqualTo(file));
        Path kept = store.quarantine(file);
        assertThat(store.list()).isEmpty();
        assertThat(kept).hasContent("openvss-led");
    }

    @Test
    void tellsAReportOnce() throws Exception {
        LedgerStore store = new LedgerStore(folder);
        List<String> sentences = List.of("The gate of /mnt/\uDCFF was opened.", "", "100 %");
        store.writeReport(LEDGER.set(), sentences);
        assertThat(store.takeReports()).isEqualTo(sentences);
        assertThat(store.takeReports()).isEmpty();
    }

    @Test
    void sweepsPagesWithoutALedger() throws Exception {
        LedgerStore store = new LedgerStore(folder);
        HoldPage.create(store.pageFile(LEDGER.set()), 2);
        Files.writeString(folder.resolve("x.ledger.tmp"), "half");
        store.sweep();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void showsOthersWhatIsHeld() throws Exception {
        LedgerStore store = new LedgerStore(folder);
        Path file = store.pageFile(LEDGER.set());
        HoldPage ours = HoldPage.create(file, 2);
        HoldPage theirs = HoldPage.open(file, 2);
        ours.set(1, HoldState.HELD);
        assertThat(theirs.owns(0)).isFalse();
        assertThat(theirs.get(1)).isEqualTo(HoldState.HELD);
        ours.set(1, HoldState.FREE);
        assertThat(theirs.owns(1)).isFalse();
    }
}
