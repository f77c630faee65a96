package org.openvss.linux;

/**
 * Numbers of the kernel's headers that are used inside this module.
 *
 * <p>A constant's name is the header's, so that the audit test can compare both. Flags that callers
 * use have names in words, in {@link OpenFlags} and its kind.
 */
enum NativeConstants {
    FIFREEZE(0xC0045877L),
    FITHAW(0xC0045878L),
    FICLONE(0x40049409L),
    FS_IOC_FIEMAP(0xC020660BL),
    FIEMAP_FLAG_SYNC(1),
    LOOP_CLR_FD(0x4C01),
    LOOP_GET_STATUS64(0x4C05),
    LOOP_CONFIGURE(0x4C0A),
    LOOP_CTL_GET_FREE(0x4C82),
    LO_FLAGS_READ_ONLY(1),
    LO_FLAGS_AUTOCLEAR(4),
    LO_FLAGS_PARTSCAN(8),
    LO_FLAGS_DIRECT_IO(16),
    BLKPG(0x1269),
    BLKPG_ADD_PARTITION(1),
    BLKSSZGET(0x1268),
    BLKFLSBUF(0x1261),
    BTRFS_IOC_FORGET_DEV(0x50009405L),
    BLKGETSIZE64(0x80081272L),
    DM_VERSION(0xC138FD00L),
    DM_DEV_SUSPEND(0xC138FD06L),
    DM_DEV_STATUS(0xC138FD07L),
    DM_READONLY_FLAG(1),
    DM_SUSPEND_FLAG(1 << 1),
    DM_ACTIVE_PRESENT_FLAG(1 << 5),
    DM_INACTIVE_PRESENT_FLAG(1 << 6),
    AT_FDCWD(-100),
    AT_EMPTY_PATH(0x1000),
    AT_SYMLINK_NOFOLLOW(0x100),
    AT_SYMLINK_FOLLOW(0x400),
    AT_REMOVEDIR(0x200),
    AT_RECURSIVE(0x8000),
    STATX_BASIC_STATS(0x7FF),
    STATX_BTIME(0x800),
    STATX_MNT_ID(0x1000),
    STATX_ATTR_MOUNT_ROOT(0x2000),
    SEEK_DATA(3),
    SEEK_HOLE(4),
    LOCK_SH(1),
    LOCK_EX(2),
    LOCK_NB(4),
    LOCK_UN(8),
    UTIME_OMIT(0x3FFFFFFE),
    OPEN_TREE_CLONE(1),
    OPEN_TREE_CLOEXEC(0x80000),
    MOVE_MOUNT_F_EMPTY_PATH(4),
    FSOPEN_CLOEXEC(1),
    FSMOUNT_CLOEXEC(1),
    FSCONFIG_SET_FLAG(0),
    FSCONFIG_SET_STRING(1),
    FSCONFIG_CMD_CREATE(6),
    FSCONFIG_CMD_RECONFIGURE(7),
    FSPICK_CLOEXEC(1),
    MS_PRIVATE(1L << 18),
    MS_SLAVE(1L << 19),
    MS_SHARED(1L << 20),
    CLONE_FS(0x200),
    CLONE_NEWNS(0x20000),
    MCL_CURRENT(1),
    MCL_FUTURE(2),
    PR_SET_PDEATHSIG(1),
    F_DUPFD_CLOEXEC(1030),
    WNOHANG(1),
    POSIX_SPAWN_SETSIGDEF(4),
    POSIX_SPAWN_SETSIGMASK(8),
    POSIX_SPAWN_SETSID(0x80),
    POLLIN(1),
    CLOSE_RANGE_CLOEXEC(4);

    private final long value;

    NativeConstants(long value) {
        this.value = value;
    }

    /** Returns the number. */
    long value() {
        return value;
    }
}
