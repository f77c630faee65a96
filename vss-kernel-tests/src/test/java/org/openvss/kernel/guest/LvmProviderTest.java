package org.openvss.kernel.guest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The provider for logical volumes, which needs the device-mapper of a guest. */
class LvmProviderTest {
    private static final boolean FULL = Boolean.getBoolean("vss.full");

    /** Each guest needs a tenth of it on a machine that does nothing else. */
    private static final Duration LIMIT = FULL ? Duration.ofHours(2) : Duration.ofMinutes(20);

    @TempDir private Path temp;

    @TestFactory
    List<DynamicTest> inGuests() throws Exception {
        List<List<String>> groups = new ArrayList<>();
        groups.add(List.of("LvmThickXfsInGuest", "LvmFaultsInGuest"));
        groups.add(List.of("LvmThinExt4InGuest", "MixedSetInGuest"));
        groups.add(List.of("LvmJudgeInGuest"));
        groups.add(List.of("LvmKilledInGuest", "LvmGrowthInGuest"));
        if (FULL) {
            groups.add(List.of("LvmThickExt4InGuest", "LvmThinXfsInGuest"));
            groups.add(List.of("LvmStallInGuest"));
        }
        return GuestTests.runSideBySide(
                Guest.standard(LIMIT).withDiskBytes(2L << 30),
                temp,
                groups.stream().map(LvmProviderTest::named).toList());
    }

    private static List<String> named(List<String> classes) {
        return classes.stream().map(name -> "org.openvss.kernel.guest." + name).toList();
    }
}
