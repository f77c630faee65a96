package org.openvss.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.StructLayout;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares every layout and number that this module uses with the headers of this machine, by
 * letting the C compiler check assertions.
 */
class HeaderAuditTest {
    private static final String COMPILER = "/usr/bin/cc";

    private static final String KERNEL_HEADERS =
            """
            #include <stddef.h>
            #include <linux/types.h>
            #include <linux/fs.h>
            #include <linux/fiemap.h>
            #include <linux/blkpg.h>
            #include <linux/loop.h>
            #include <linux/btrfs.h>
            #include <linux/dm-ioctl.h>
            #include <linux/btrfs_tree.h>
            #include <linux/mount.h>
            #include <linux/openat2.h>
            #include <linux/stat.h>
            #include <linux/fcntl.h>
            #include <linux/sched.h>
            #include <linux/prctl.h>
            #include <linux/close_range.h>
            #include <linux/wait.h>
            #include <linux/poll.h>
            #include <linux/mman.h>
            #include <linux/falloc.h>
            #include <linux/magic.h>
            #include <linux/errno.h>
            #include <asm/statfs.h>
            """;

    private static final String LIBRARY_HEADERS =
            """
            #define _GNU_SOURCE
            #include <signal.h>
            #include <spawn.h>
            #include <stdio.h>
            #include <sys/mount.h>
            #include <sys/stat.h>
            #include <time.h>
            """;

    /** Not in the kernel's headers, or there only under another name. */
    private static final Set<NativeConstants> OF_THE_LIBRARY =
            Set.of(
                    NativeConstants.UTIME_OMIT,
                    NativeConstants.POSIX_SPAWN_SETSID,
                    NativeConstants.POSIX_SPAWN_SETSIGDEF,
                    NativeConstants.POSIX_SPAWN_SETSIGMASK);

    @TempDir Path folder;

    @BeforeAll
    static void findCompiler() {
        assumeTrue(Files.isExecutable(Path.of(COMPILER)), "no C compiler: the audit needs cc");
        assumeTrue(
                Files.exists(Path.of("/usr/include/linux/loop.h")),
                "no kernel headers: the audit needs linux-libc-dev");
    }

    @Test
    void structuresAreLaidOutAsInTheHeaders() throws Exception {
        StringBuilder kernel = new StringBuilder(KERNEL_HEADERS);
        StringBuilder library = new StringBuilder(LIBRARY_HEADERS);
        for (StructLayout layout : NativeLayouts.all()) {
            assertStructure(layout.equals(NativeLayouts.TIMESPEC) ? library : kernel, layout);
        }
        BtrfsLayouts.all().forEach(layout -> assertStructure(kernel, layout));
        compile(kernel);
        compile(library);
    }

    @Test
    void internalConstantsAreThoseOfTheHeaders() throws Exception {
        StringBuilder kernel = new StringBuilder(KERNEL_HEADERS);
        StringBuilder library = new StringBuilder(LIBRARY_HEADERS);
        for (NativeConstants constant : NativeConstants.values()) {
            StringBuilder source = OF_THE_LIBRARY.contains(constant) ? library : kernel;
            assertNumber(source, constant.name(), constant.value());
        }
        library.append("_Static_assert(sizeof(posix_spawnattr_t) <= 1024, \"attributes\");\n");
        library.append("_Static_assert(sizeof(posix_spawn_file_actions_t) <= 512, \"actions\");\n");
        library.append("_Static_assert(sizeof(sigset_t) <= 128, \"signals\");\n");
        compile(kernel);
        compile(library);
    }

    @Test
    void publicConstantsAreThoseOfTheHeaders() throws Exception {
        StringBuilder kernel = new StringBuilder(KERNEL_HEADERS);
        publicConstants().forEach((name, value) -> assertNumber(kernel, name, value));
        ErrnoTable.entries().forEach((number, entry) -> assertNumber(kernel, entry.name(), number));
        compile(kernel);
        StringBuilder library = new StringBuilder(LIBRARY_HEADERS);
        assertNumber(library, "MNT_FORCE", Mounts.FORCE);
        assertNumber(library, "MNT_DETACH", Mounts.DETACH);
        assertNumber(library, "UMOUNT_NOFOLLOW", Mounts.NO_FOLLOW);
        assertNumber(library, "SIGKILL", Processes.SIGKILL);
        assertNumber(library, "SIGTERM", Processes.SIGTERM);
        assertNumber(library, "RENAME_NOREPLACE", DirectoryCalls.RENAME_WITHOUT_REPLACING);
        assertNumber(library, "RENAME_EXCHANGE", DirectoryCalls.RENAME_EXCHANGE);
        compile(library);
    }

    @Test
    void errorConstantsAreThoseOfTheTable() throws Exception {
        for (Field field : Errno.class.getFields()) {
            assertThat(Errno.name(field.getInt(null))).isEqualTo(field.getName());
        }
    }

    @Test
    void systemCallNumbersOfThisMachineAreThoseOfTheHeaders() throws Exception {
        StringBuilder source = new StringBuilder("#include <asm/unistd.h>\n");
        for (SystemCall call : SystemCall.values()) {
            assertNumber(source, "__NR_" + call.callName(), call.number());
        }
        compile(source);
    }

    @Test
    void systemCallNumbersOfAarch64AreTheGenericOnes() throws Exception {
        StringBuilder source =
                new StringBuilder(
                        """
                        #define __ARCH_WANT_RENAMEAT
                        #define __ARCH_WANT_NEW_STAT
                        #include <asm-generic/unistd.h>
                        """);
        for (SystemCall call : SystemCall.values()) {
            int number = call.number(Architecture.AARCH64);
            assertNumber(source, "__NR_" + call.callName(), number);
        }
        compile(source);
    }

    private static Map<String, Long> publicConstants() {
        Map<String, Long> constants = new LinkedHashMap<>();
        constants.put("O_RDONLY", (long) OpenFlags.READ_ONLY);
        constants.put("O_WRONLY", (long) OpenFlags.WRITE_ONLY);
        constants.put("O_RDWR", (long) OpenFlags.READ_WRITE);
        constants.put("O_CREAT", (long) OpenFlags.CREATE);
        constants.put("O_EXCL", (long) OpenFlags.EXCLUSIVE);
        constants.put("O_TRUNC", (long) OpenFlags.TRUNCATE);
        constants.put("O_APPEND", (long) OpenFlags.APPEND);
        constants.put("O_NONBLOCK", (long) OpenFlags.NON_BLOCKING);
        constants.put("O_DIRECT", (long) OpenFlags.DIRECT);
        constants.put("O_DIRECTORY", (long) OpenFlags.DIRECTORY);
        constants.put("O_NOFOLLOW", (long) OpenFlags.NO_FOLLOW);
        constants.put("O_NOATIME", (long) OpenFlags.NO_ACCESS_TIME);
        constants.put("O_PATH", (long) OpenFlags.PATH);
        constants.put("O_TMPFILE", (long) OpenFlags.TEMPORARY);
        constants.put("O_CLOEXEC", (long) OpenFlags.CLOSE_ON_EXEC);
        constants.put("RESOLVE_NO_XDEV", (long) ResolveFlags.NO_MOUNT_CROSSING);
        constants.put("RESOLVE_NO_MAGICLINKS", (long) ResolveFlags.NO_MAGIC_LINKS);
        constants.put("RESOLVE_NO_SYMLINKS", (long) ResolveFlags.NO_SYMBOLIC_LINKS);
        constants.put("RESOLVE_BENEATH", (long) ResolveFlags.BENEATH);
        constants.put("RESOLVE_IN_ROOT", (long) ResolveFlags.IN_ROOT);
        constants.put("MOUNT_ATTR_RDONLY", (long) MountAttributes.READ_ONLY);
        constants.put("MOUNT_ATTR_NOSUID", (long) MountAttributes.NO_SET_ID);
        constants.put("MOUNT_ATTR_NODEV", (long) MountAttributes.NO_DEVICES);
        constants.put("MOUNT_ATTR_NOEXEC", (long) MountAttributes.NO_EXECUTION);
        constants.put("MOUNT_ATTR_NOATIME", (long) MountAttributes.NO_ACCESS_TIME);
        constants.put("FALLOC_FL_KEEP_SIZE", (long) FileCalls.KEEP_SIZE);
        constants.put("FALLOC_FL_PUNCH_HOLE", (long) FileCalls.PUNCH_HOLE);
        constants.put("EXT4_SUPER_MAGIC", Statfs.EXT);
        constants.put("XFS_SUPER_MAGIC", Statfs.XFS);
        constants.put("BTRFS_SUPER_MAGIC", Statfs.BTRFS);
        constants.put("TMPFS_MAGIC", Statfs.TMPFS);
        constants.put("OVERLAYFS_SUPER_MAGIC", Statfs.OVERLAYFS);
        return constants;
    }

    private static void assertStructure(StringBuilder source, StructLayout layout) {
        String structure = "struct " + layout.name().orElseThrow();
        assertNumber(source, "sizeof(" + structure + ")", layout.byteSize());
        long offset = 0;
        for (MemoryLayout member : layout.memberLayouts()) {
            if (!(member instanceof PaddingLayout)) {
                String name = member.name().orElseThrow();
                String at = "__builtin_offsetof(" + structure + ", " + name + ")";
                assertNumber(source, at, offset);
                String size = "sizeof(((" + structure + " *)0)->" + name + ")";
                assertNumber(source, size, member.byteSize());
            }
            offset += member.byteSize();
        }
    }

    private static void assertNumber(StringBuilder source, String expression, long value) {
        source.append(
                "_Static_assert((long long)(%s) == %dLL, \"%s\");\n"
                        .formatted(expression, value, expression.replace("\"", "")));
    }

    private void compile(StringBuilder source) throws IOException, LinuxException {
        Path file = Files.writeString(folder.resolve("audit.c"), source);
        CommandResult result =
                Processes.run(
                        COMPILER,
                        List.of("cc", "-fsyntax-only", "-Werror", file.toString()),
                        Processes.environment(),
                        Duration.ofMinutes(2),
                        20_000);
        assertThat(result.output()).isEmpty();
        assertThat(result.isSuccess()).isTrue();
    }
}
