package org.openvss.coordinator.simulation;

import org.jspecify.annotations.Nullable;

/** An application as the machine sees it: frozen or not, and which of its handlers were called. */
final class FakeApplication {
    final String name;
    boolean frozen;
    boolean heldSinceFreeze;
    int freezeCalls;
    int thawCalls;
    int thawsDone;
    int abortCalls;
    int abortsBeforeFreeze;
    int events;
    @Nullable Boolean toldSucceeded;

    FakeApplication(String name) {
        this.name = name;
    }

    void freeze() {
        frozen = true;
        heldSinceFreeze = true;
    }

    void release() {
        frozen = false;
        heldSinceFreeze = false;
    }

    /** The guard's thaw, which must tolerate an application that is not frozen. */
    void emergencyThaw() {
        release();
    }

    /** A new session begins: the counts start anew. */
    void newSession() {
        freezeCalls = 0;
        thawCalls = 0;
        thawsDone = 0;
        abortCalls = 0;
        abortsBeforeFreeze = 0;
        events = 0;
        toldSucceeded = null;
    }
}
