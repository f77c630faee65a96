package org.openvss.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceMapperTest {
    private static final DeviceNumber NO_DEVICE = new DeviceNumber(253, 0xFFFFF);

    @TempDir private Path folder;

    @Test
    void saysWhatIsMissingWhereTheKernelHasNoDeviceMapper() {
        String missing = folder.resolve("control").toString();
        assertThatThrownBy(() -> DeviceMapper.open(missing))
                .isInstanceOfSatisfying(
                        LinuxException.class,
                        failure -> assertThat(failure.errno()).isEqualTo(Errno.ENOENT))
                .hasMessageContaining(missing)
                .hasMessageContaining("modprobe dm-mod");
    }

    @Test
    void callsThatAnotherFileRefusesFail() throws Exception {
        Path file = Files.createFile(folder.resolve("no-control"));
        try (DeviceMapper mapper = DeviceMapper.open(file.toString())) {
            assertThat(mapper.prepareSuspend(NO_DEVICE).run()).isEqualTo(Errno.ENOTTY);
            assertThat(mapper.prepareResume(NO_DEVICE).run()).isEqualTo(Errno.ENOTTY);
            assertThatThrownBy(mapper::version)
                    .isInstanceOf(LinuxException.class)
                    .hasMessageContaining("DM_VERSION");
        }
    }

    @Test
    void asksTheKernel() throws Exception {
        assumeTrue(Files.exists(Path.of(DeviceMapper.CONTROL)), "this kernel has no device-mapper");
        try (DeviceMapper mapper = DeviceMapper.open()) {
            assertThat(mapper.version().major()).isEqualTo(4);
            assertThatThrownBy(() -> mapper.status(NO_DEVICE))
                    .isInstanceOfSatisfying(
                            LinuxException.class,
                            failure -> assertThat(failure.errno()).isEqualTo(Errno.ENXIO));
            assertThat(mapper.prepareSuspend(NO_DEVICE).run()).isEqualTo(Errno.ENXIO);
        }
    }
}
