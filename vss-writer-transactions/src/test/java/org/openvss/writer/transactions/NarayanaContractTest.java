package org.openvss.writer.transactions;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.transaction.Transaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.testkit.TransactionManagerContract;
import org.openvss.writer.TransactionManager;

/** A gate around the real Narayana keeps the contract, with two-phase commits that it logs. */
final class NarayanaContractTest extends TransactionManagerContract {
    @TempDir private static Path store;

    private jakarta.transaction.TransactionManager transactions =
            com.arjuna.ats.jta.TransactionManager.transactionManager();

    @BeforeAll
    static void logIntoTheFolderOfTheTest() throws CoreEnvironmentBeanException {
        arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier("test");
        for (String name : new String[] {"communicationStore", "stateStore"}) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, name)
                    .setObjectStoreDir(store.toString());
        }
        arjPropertyManager.getObjectStoreEnvironmentBean().setObjectStoreDir(store.toString());
    }

    @Override
    protected TransactionManager newManager(Duration holdLimit) {
        CommitGate gate = new CommitGate("narayana", List.of("/srv/shop"), holdLimit);
        transactions = gate.around(com.arjuna.ats.jta.TransactionManager.transactionManager());
        return gate;
    }

    @Override
    protected void commit(Runnable prepared) throws Exception {
        RecordingResource first = new RecordingResource(prepared);
        RecordingResource second = new RecordingResource(() -> {});
        transactions.begin();
        Transaction transaction = Objects.requireNonNull(transactions.getTransaction());
        transaction.enlistResource(first);
        transaction.enlistResource(second);
        transactions.commit();
        first.requireCommitted();
        second.requireCommitted();
    }
}
