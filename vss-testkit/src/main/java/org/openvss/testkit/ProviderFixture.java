package org.openvss.testkit;

import java.util.List;
import java.util.Set;
import org.openvss.Volume;
import org.openvss.provider.Provider;

/**
 * What the contract kit needs from the author of a provider: real volumes and a look at the
 * storage. The kit writes files at the roots of the volumes and takes copies of them.
 */
public interface ProviderFixture {
    /**
     * Returns a new provider on the same storage, as after a restart of the process.
     *
     * @throws Exception if it cannot be made, which fails the test
     */
    Provider newProvider() throws Exception;

    /**
     * Returns different mounted, writable volumes that the provider supports. The same ones may be
     * returned to every test.
     *
     * @param count how many
     * @throws Exception if they cannot be made, which fails the test
     */
    List<Volume> volumes(int count) throws Exception;

    /**
     * Holds all writes to some volumes, as the gate does; closing the result lets them go on. Only
     * called for providers that declare {@link org.openvss.provider.Quiesce#GATE} or {@link
     * org.openvss.provider.Quiesce#DEVICE}; for the latter it suspends the devices.
     *
     * @param volumes the volumes
     * @throws Exception if they cannot be held, which fails the test
     */
    AutoCloseable hold(List<Volume> volumes) throws Exception;

    /**
     * Returns everything that lies on the storage of the provider now: one text for each thing, in
     * a form that differs if the thing differs.
     *
     * @throws Exception if it cannot be read, which fails the test
     */
    Set<String> storage() throws Exception;

    /**
     * Returns the path of a new, empty folder at which a copy can be exposed.
     *
     * @throws Exception if it cannot be made, which fails the test
     */
    String emptyFolder() throws Exception;

    /**
     * Fills a volume so that {@code endPrepare} takes some seconds, if that depends on what is in
     * it; does nothing otherwise.
     *
     * @param volume the volume
     * @throws Exception if it cannot be filled, which fails the test
     */
    default void makePrepareLong(Volume volume) throws Exception {}

    /**
     * Takes back what {@link #makePrepareLong} did.
     *
     * @param volume the volume
     * @throws Exception if it cannot be emptied, which fails the test
     */
    default void makePrepareShort(Volume volume) throws Exception {}
}
