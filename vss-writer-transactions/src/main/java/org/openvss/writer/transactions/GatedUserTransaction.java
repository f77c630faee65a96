package org.openvss.writer.transactions;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;

/** A user transaction whose commits go through a {@link CommitGate}. */
record GatedUserTransaction(CommitGate gate, UserTransaction inner) implements UserTransaction {
    @Override
    public void commit()
            throws RollbackException,
                    HeuristicMixedException,
                    HeuristicRollbackException,
                    SystemException {
        try (var _ = gate.enter()) {
            inner.commit();
        }
    }

    @Override
    public void begin() throws NotSupportedException, SystemException {
        inner.begin();
    }

    @Override
    public void rollback() throws SystemException {
        inner.rollback();
    }

    @Override
    public void setRollbackOnly() throws SystemException {
        inner.setRollbackOnly();
    }

    @Override
    public int getStatus() throws SystemException {
        return inner.getStatus();
    }

    @Override
    public void setTransactionTimeout(int seconds) throws SystemException {
        inner.setTransactionTimeout(seconds);
    }
}
