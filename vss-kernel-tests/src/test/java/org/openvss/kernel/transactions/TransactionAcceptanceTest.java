package org.openvss.kernel.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.Consistency;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopySet;

/**
 * The acceptance test of the project: orders are booked in two databases of different makers on two
 * volumes, by two-phase commit, and counted in a third one, while sets are made; on no set stands
 * an order on one side only.
 */
class TransactionAcceptanceTest {
    private static final int CUSTOMERS = 4;
    private static final int SETS = Boolean.getBoolean("vss.full") ? 200 : 20;
    private static final int UNTRANSACTED = Boolean.getBoolean("vss.full") ? 20 : 3;
    private static final int CONTROLS = Boolean.getBoolean("vss.full") ? 20 : 3;

    @Test
    void everySetShowsEachOrderInBothDatabasesOrInNeither(@TempDir Path temp) throws Exception {
        try (ShopStage stage = ShopStage.open(temp)) {
            AtomicLong lastOrder = new AtomicLong();
            List<String> findings = new ArrayList<>();
            try (ShopLoad load = new ShopLoad(stage.shop(), lastOrder, CUSTOMERS);
                    CounterLoad counter = new CounterLoad(stage.counter())) {
                load.awaitMore(50);
                counter.awaitMore(50);
                for (int set = 0; set < SETS; set++) {
                    long before = load.booked();
                    findings.add(transacted(stage, before));
                    load.awaitMore(5);
                }
                for (int set = 0; set < UNTRANSACTED; set++) {
                    findings.add(untransacted(stage));
                }
                for (int control = 0; control < CONTROLS; control++) {
                    findings.add(control(stage, load));
                }
            }
            findings.forEach(System.out::println);
        }
    }

    private static String transacted(ShopStage stage, long before) throws Exception {
        long counted = Long.parseLong(stage.counter().command("GET", "orders"));
        ShadowCopySet set = stage.copyAll();
        assertThat(set.simultaneous()).as(set.verdict()).isTrue();
        assertThat(set.consistency()).as("%s", set.writers()).isEqualTo(Consistency.APPLICATION);
        String finding = stage.audit(set, set);
        assertThat(stage.counted(set)).isGreaterThanOrEqualTo(counted);
        stage.delete(set);
        assertThat(finding).contains("onlyOrders [] onlyLedger [] inDoubt 0 stillInDoubt 0");
        assertThat(both(finding))
                .as("orders that were booked before")
                .isGreaterThanOrEqualTo(before);
        return "transacted      " + finding;
    }

    /** The log is in the set, so what is in doubt can be ended: whole as well, but only then. */
    private static String untransacted(ShopStage stage) throws Exception {
        ShadowCopySet set = stage.copyAll(ShadowCopyAttribute.NOT_TRANSACTED);
        assertThat(set.simultaneous()).as(set.verdict()).isTrue();
        String finding = stage.audit(set, set);
        stage.delete(set);
        assertThat(finding).contains("onlyOrders [] onlyLedger []").contains("stillInDoubt 0");
        return "NOT_TRANSACTED  " + finding;
    }

    /** Two sets a second apart instead of one must be caught, or the test could not fail. */
    private static String control(ShopStage stage, ShopLoad load) throws Exception {
        ShadowCopySet orders = stage.copyOne(ShopStage.ORDERS);
        Thread.sleep(1000);
        load.awaitMore(5);
        ShadowCopySet ledger = stage.copyOne(ShopStage.LEDGER);
        String finding = stage.audit(orders, ledger);
        stage.delete(orders);
        stage.delete(ledger);
        assertThat(finding).doesNotContain("onlyLedger []");
        return "a second apart  " + finding;
    }

    private static long both(String finding) {
        return Long.parseLong(finding.split(" ", -1)[1]);
    }
}
