package org.openvss.writer.transactions;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/** A transaction whose commit goes through a {@link CommitGate}; equal if the inner ones are. */
final class GatedTransaction implements Transaction {
    private final CommitGate gate;
    private final Transaction inner;

    GatedTransaction(CommitGate gate, Transaction inner) {
        this.gate = gate;
        this.inner = inner;
    }

    Transaction inner() {
        return inner;
    }

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
    public boolean delistResource(XAResource resource, int flag) throws SystemException {
        return inner.delistResource(resource, flag);
    }

    @Override
    public boolean enlistResource(XAResource resource) throws RollbackException, SystemException {
        return inner.enlistResource(resource);
    }

    @Override
    public int getStatus() throws SystemException {
        return inner.getStatus();
    }

    @Override
    public void registerSynchronization(Synchronization synchronization)
            throws RollbackException, SystemException {
        inner.registerSynchronization(synchronization);
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
    public boolean equals(@Nullable Object other) {
        return other instanceof GatedTransaction wrapped && inner.equals(wrapped.inner);
    }

    @Override
    public int hashCode() {
        return inner.hashCode();
    }

    @Override
    public String toString() {
        return inner.toString();
    }
}
