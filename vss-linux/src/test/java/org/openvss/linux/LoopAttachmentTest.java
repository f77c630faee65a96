package org.openvss.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attaching where it is not easy: several at once, and without the device's node. */
class LoopAttachmentTest {
    private static final int THREADS = 4;
    private static final int DEVICES = 4;

    @TempDir Path folder;
    private String image = "";

    @BeforeEach
    void prepare() throws Exception {
        RealDevices.assumePrivileged();
        image = RealDevices.image(folder, "image", 1 << 20);
    }

    @Test
    void manyAtOnceGetDevicesOfTheirOwn() throws Exception {
        CyclicBarrier together = new CyclicBarrier(THREADS);
        List<FutureTask<List<LoopDevice>>> tasks = new ArrayList<>();
        for (int index = 0; index < THREADS; index++) {
            FutureTask<List<LoopDevice>> task = new FutureTask<>(() -> attachSeveral(together));
            tasks.add(task);
            Thread.ofPlatform().start(task);
        }
        List<LoopDevice> devices = new ArrayList<>();
        try {
            for (FutureTask<List<LoopDevice>> task : tasks) {
                devices.addAll(task.get());
            }
            assertThat(devices).hasSize(THREADS * DEVICES);
            assertThat(devices).extracting(LoopDevice::number).doesNotHaveDuplicates();
        } finally {
            devices.forEach(LoopDevice::close);
        }
    }

    @Test
    void aMissingNodeIsMade() throws Exception {
        FileStatus control = AttributeCalls.statx("/dev/loop-control");
        RealDevices.inPrivateNamespace(() -> {
            // A container's /dev: a plain tmpfs that the kernel does not fill.
            Mounts.mount("tmpfs", "dev", "/dev", List.of("size=1m"), 0);
            try (Fd dev = FileCalls.open("/dev", OpenFlags.DIRECTORY)) {
                DeviceNumber numbers =
                        new DeviceNumber(control.deviceMajor(), control.deviceMinor());
                DirectoryCalls.mknodat(
                        dev, "loop-control", FileType.CHARACTER_DEVICE, 0x180, numbers);
                try (LoopDevice loop = attach()) {
                    FileStatus node = AttributeCalls.statx(loop.path());
                    assertThat(node.type()).isEqualTo(FileType.BLOCK_DEVICE);
                    assertThat(BlockDevices.size(loop.device())).isEqualTo(1 << 20);
                }
            } finally {
                Mounts.umount("/dev", Mounts.DETACH);
            }
            return true;
        });
    }

    private List<LoopDevice> attachSeveral(CyclicBarrier together) throws Exception {
        together.await();
        List<LoopDevice> devices = new ArrayList<>();
        for (int index = 0; index < DEVICES; index++) {
            devices.add(attach());
        }
        return devices;
    }

    private LoopDevice attach() throws LinuxException {
        try (Fd backing = FileCalls.open(image, OpenFlags.READ_ONLY)) {
            return LoopDevices.attach(backing, LoopOptions.readOnlyUntilUnused());
        }
    }
}
