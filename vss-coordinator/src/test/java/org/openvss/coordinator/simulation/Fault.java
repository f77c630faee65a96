package org.openvss.coordinator.simulation;

/** What can go wrong at one call of a fake. */
enum Fault {
    /** Nothing. */
    NONE,
    /** The call fails with a code that it may answer, without having done anything. */
    CODE,
    /** The call fails with a code that it may not answer. */
    FOREIGN_CODE,
    /** The call fails with a code after it has done its work. */
    CODE_AFTER,
    /** The call throws something that nobody foresaw. */
    RUNTIME,
    /** The same, after it has done its work. */
    RUNTIME_AFTER,
    /** The heap is exhausted. */
    MEMORY,
    /** The call does not return within its limit; outside a task it only takes that long. */
    OVERRUN,
    /** The call takes longer than the window of the writers. */
    SLOW,
    /** The call claims success without having done its work, where that is possible. */
    LIE,
    /** The requester cancels while the call runs. */
    CANCEL,
    /** The process dies before the call has done anything. */
    CRASH_BEFORE,
    /** The process dies after the call has done its work. */
    CRASH_AFTER
}
