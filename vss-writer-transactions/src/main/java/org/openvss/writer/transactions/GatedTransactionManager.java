package org.openvss.writer.transactions;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.InvalidTransactionException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import org.jspecify.annotations.Nullable;

/** A manager whose commits, and those of its transactions, go through a {@link CommitGate}. */
final class GatedTransactionManager implements TransactionManager {
    private final CommitGate gate;
    private final TransactionManager manager;

    GatedTransactionManager(CommitGate gate, TransactionManager manager) {
        this.gate = gate;
        this.manager = manager;
    }

    @Override
    public void commit()
            throws RollbackException,
                    HeuristicMixedException,
                    HeuristicRollbackException,
                    SystemException {
        try (var _ = gate.enter()) {
            manager.commit();
        }
    }

    @Override
    public void begin() throws NotSupportedException, SystemException {
        manager.begin();
    }

    @Override
    public void rollback() throws SystemException {
        manager.rollback();
    }

    @Override
    public void setRollbackOnly() throws SystemException {
        manager.setRollbackOnly();
    }

    @Override
    public int getStatus() throws SystemException {
        return manager.getStatus();
    }

    @Override
    public void setTransactionTimeout(int seconds) throws SystemException {
        manager.setTransactionTimeout(seconds);
    }

    @Override
    public @Nullable Transaction getTransaction() throws SystemException {
        return gated(manager.getTransaction());
    }

    @Override
    public @Nullable Transaction suspend() throws SystemException {
        return gated(manager.suspend());
    }

    @Override
    public void resume(Transaction transaction)
            throws InvalidTransactionException, SystemException {
        manager.resume(
                transaction instanceof GatedTransaction wrapped ? wrapped.inner() : transaction);
    }

    private @Nullable Transaction gated(@Nullable Transaction transaction) {
        return transaction == null ? null : new GatedTransaction(gate, transaction);
    }
}
