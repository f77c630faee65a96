package org.openvss.writer.transactions;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/** A resource that keeps nothing, but insists on the order of a two-phase commit. */
final class RecordingResource implements XAResource {
    private final Runnable afterPrepare;
    private volatile String state = "idle";
    private int timeout;

    RecordingResource(Runnable afterPrepare) {
        this.afterPrepare = afterPrepare;
    }

    void requireCommitted() {
        if (!state.equals("committed")) {
            throw new AssertionError("the resource is " + state);
        }
    }

    private void go(String from, String to) throws XAException {
        if (!state.equals(from)) {
            throw new XAException("from " + state + " to " + to);
        }
        state = to;
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        go("idle", "active");
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        go("active", "ended");
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        go("ended", "prepared");
        afterPrepare.run();
        return XA_OK;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        go("prepared", "committed");
    }

    @Override
    public void rollback(Xid xid) {
        state = "rolled back";
    }

    @Override
    public void forget(Xid xid) {}

    @Override
    public Xid[] recover(int flag) {
        return new Xid[0];
    }

    @Override
    public boolean isSameRM(@Nullable XAResource other) {
        return this == other;
    }

    @Override
    public int getTransactionTimeout() {
        return timeout;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        timeout = seconds;
        return true;
    }
}
