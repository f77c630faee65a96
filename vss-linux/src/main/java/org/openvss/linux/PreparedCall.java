package org.openvss.linux;

/**
 * One system call with everything decided beforehand, for the time while file systems are held.
 *
 * <p>Running it takes no lock, opens nothing and keeps no object on the heap. It may run on another
 * platform thread than the one that prepared it, but on one thread at a time. The descriptors must
 * stay open until the last run. Run it on a platform thread only: a virtual thread would pin its
 * carrier, and as many calls as processors would be all that run.
 */
@FunctionalInterface
public interface PreparedCall {
    /** Makes the call; answers 0 or the positive error number. EINTR is repeated. */
    int run();
}
