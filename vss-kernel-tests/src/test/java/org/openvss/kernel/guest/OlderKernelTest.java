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

/** The guest itself, and that gate and images work on its older kernel too. */
class OlderKernelTest {
    @TempDir private Path temp;

    @TestFactory
    List<DynamicTest> gateAndImagesOnAnOlderKernel() throws IOException, LinuxException {
        List<String> classes = new ArrayList<>();
        classes.add("org.openvss.kernel.guest.GuestInGuest");
        classes.add("org.openvss.kernel.gate.GateHoldTest");
        classes.add("org.openvss.kernel.provider.ImageExt4OnXfsContractTest");
        if (Boolean.getBoolean("vss.full")) {
            classes.add("org.openvss.kernel.gate.GateDeathTest");
        }
        return GuestTests.run(Guest.standard(Duration.ofMinutes(5)), temp, classes);
    }
}
