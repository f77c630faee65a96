package org.openvss.kernel.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.linux.LinuxException;

/** The provider for logical volumes, which needs the device-mapper of a guest. */
class LvmProviderTest {
    @TempDir private Path temp;

    @TestFactory
    List<DynamicTest> contract() throws IOException, LinuxException {
        List<String> classes = new ArrayList<>();
        classes.add("org.openvss.kernel.guest.LvmThickXfsInGuest");
        classes.add("org.openvss.kernel.guest.LvmThinExt4InGuest");
        if (Boolean.getBoolean("vss.full")) {
            classes.add("org.openvss.kernel.guest.LvmThinXfsInGuest");
            classes.add("org.openvss.kernel.guest.LvmThickExt4InGuest");
        }
        return GuestTests.run(Guest.standard(Duration.ofMinutes(10)), temp, classes);
    }

    @TestFactory
    List<DynamicTest> oneInstant() throws IOException, LinuxException {
        return GuestTests.run(
                Guest.standard(Duration.ofMinutes(15)).withDiskBytes(2L << 30),
                temp,
                List.of("org.openvss.kernel.guest.LvmJudgeInGuest"));
    }

    @TestFactory
    List<DynamicTest> faults() throws IOException, LinuxException {
        return GuestTests.run(
                Guest.standard(Duration.ofMinutes(10)),
                temp,
                List.of("org.openvss.kernel.guest.LvmFaultsInGuest"));
    }
}
