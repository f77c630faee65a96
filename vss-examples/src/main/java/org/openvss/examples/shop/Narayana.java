package org.openvss.examples.shop;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.common.recoveryPropertyManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.internal.arjuna.recovery.AtomicActionRecoveryModule;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTANodeNameXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTATransactionLogXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import java.sql.SQLException;
import java.util.List;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;

/**
 * The transaction manager of the shop: one log folder and one node name for the whole process, as
 * Narayana has it.
 */
final class Narayana {
    private static final String NODE = "shop";
    private static final int TIMEOUT_SECONDS = 120;

    private Narayana() {}

    /**
     * Sets up the process; before the first transaction.
     *
     * @param logFolder folder of the transaction log
     */
    static void configure(String logFolder) {
        try {
            arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier(NODE);
        } catch (CoreEnvironmentBeanException impossible) {
            throw new IllegalStateException(impossible);
        }
        for (String store : new String[] {"communicationStore", "stateStore"}) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
                    .setObjectStoreDir(logFolder);
        }
        arjPropertyManager.getObjectStoreEnvironmentBean().setObjectStoreDir(logFolder);
        arjPropertyManager.getCoordinatorEnvironmentBean().setDefaultTimeout(TIMEOUT_SECONDS);
        // Its address would stand in the log: the recovery of a copy would then ask the living shop
        // about transactions that ended there long ago, and believe that they were rolled back.
        arjPropertyManager.getCoordinatorEnvironmentBean().setTransactionStatusManagerEnable(false);
    }

    /** Returns the manager itself, without a gate. */
    static jakarta.transaction.TransactionManager manager() {
        return com.arjuna.ats.jta.TransactionManager.transactionManager();
    }

    /**
     * Ends what is in doubt in the databases as the log says: committed where it has a decision,
     * rolled back where it has none.
     */
    static void recover(List<XADataSource> databases) {
        recoveryPropertyManager.getRecoveryEnvironmentBean().setRecoveryBackoffPeriod(1);
        jtaPropertyManager.getJTAEnvironmentBean().setXaRecoveryNodes(List.of(NODE));
        jtaPropertyManager.getJTAEnvironmentBean().setOrphanSafetyInterval(1);
        jtaPropertyManager
                .getJTAEnvironmentBean()
                .setXaResourceOrphanFilterClassNames(
                        List.of(
                                JTATransactionLogXAResourceOrphanFilter.class.getName(),
                                JTANodeNameXAResourceOrphanFilter.class.getName()));
        RecoveryManager recovery = RecoveryManager.manager(RecoveryManager.DIRECT_MANAGEMENT);
        recovery.removeAllModules(false);
        XARecoveryModule resources = new XARecoveryModule();
        databases.forEach(database -> resources.addXAResourceRecoveryHelper(new Helper(database)));
        recovery.addModule(new AtomicActionRecoveryModule());
        recovery.addModule(resources);
        // Orphans are told from the living by being seen twice.
        recovery.scan();
        recovery.scan();
    }

    /** Connects to one database for recovery. */
    private record Helper(XADataSource database) implements XAResourceRecoveryHelper {
        @Override
        public boolean initialise(String parameters) {
            return true;
        }

        @Override
        public XAResource[] getXAResources() throws SQLException {
            XAConnection connection = database.getXAConnection();
            return new XAResource[] {connection.getXAResource()};
        }
    }
}
