package org.openvss.kernel.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.openvss.Volume;
import org.openvss.kernel.provider.TestVolumes;
import org.openvss.provider.Provider;
import org.openvss.provider.lvm.LvmProvider;
import org.openvss.testkit.ProviderContract;

/**
 * The provider for logical volumes fulfils the contract of providers, with volumes in two groups,
 * in a guest.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LvmContract extends ProviderContract {
    private static final int MOST_VOLUMES = 3;

    private final boolean thin;
    private final String fileSystem;
    private final LvmDisks disks = LvmDisks.open();
    private final List<String> mountPoints = new ArrayList<>();

    LvmContract(boolean thin, String fileSystem) {
        this.thin = thin;
        this.fileSystem = fileSystem;
    }

    @BeforeAll
    void makeVolumes() throws Exception {
        for (int at = 0; at < MOST_VOLUMES; at++) {
            // The last one is in a group of its own.
            String group = at == MOST_VOLUMES - 1 ? "other" : "vg";
            if (at == 0) {
                disks.group("vg", "ubda", "ubdb");
                disks.group("other", "ubdc", "ubdd");
                disks.pool("vg", "pool", "600M");
                disks.pool("other", "pool", "600M");
            }
            String device =
                    thin
                            ? disks.thin(group, "pool", "v" + at, "310M")
                            : disks.thick(group, "v" + at, "310M");
            mountPoints.add(disks.mount(fileSystem, device));
        }
    }

    @AfterAll
    void removeVolumes() {
        disks.close();
    }

    @Override
    public Provider newProvider() {
        return new LvmProvider();
    }

    @Override
    public List<Volume> volumes(int count) throws Exception {
        List<Volume> volumes = new ArrayList<>();
        for (String mountPoint : mountPoints.subList(MOST_VOLUMES - count, MOST_VOLUMES)) {
            volumes.add(TestVolumes.at(mountPoint));
        }
        return volumes;
    }

    @Override
    public AutoCloseable hold(List<Volume> volumes) throws Exception {
        return LvmDisks.suspend(volumes);
    }

    @Override
    public Set<String> storage() throws Exception {
        String report =
                LvmDisks.run(
                        "lvs", "-a", "--noheadings", "-o", "vg_name,lv_name,lv_attr,lv_size,tags");
        return new TreeSet<>(report.lines().map(String::strip).toList());
    }

    @Override
    public String emptyFolder() throws Exception {
        return disks.newFolder().toString();
    }
}
