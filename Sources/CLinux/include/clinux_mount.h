#ifndef CLINUX_MOUNT_H
#define CLINUX_MOUNT_H

#include <stdint.h>
#include <sys/types.h>

// Mounts, loop devices, sparse files and programs of the host, for the agent.
// The contract of clinux.h holds: a value >= 0 on success, -errno on failure.
// Every descriptor made here is close-on-exec and the caller's.

/// mount(2) of a file system with MS_NOSUID and MS_NODEV.
int bai_mount(
    const char *_Nonnull source, const char *_Nonnull target, const char *_Nonnull type, const char *_Nullable options);

/// mount(2) with MS_BIND: `target` shows what is at `source`, with the options of that mount.
int bai_bind(const char *_Nonnull source, const char *_Nonnull target);

/// umount2(2) with UMOUNT_NOFOLLOW; with MNT_DETACH if `lazy`.
int bai_unmount(const char *_Nonnull target, int lazy);

/// LOOP_CTL_GET_FREE on `/dev/loop-control`: the number of a device that was free a moment ago.
int bai_loop_find(int control);

/// LOOP_CONFIGURE, Linux 5.8: `device` shows `image` in blocks of `block_size` bytes, until its last user closes
/// it (LO_FLAGS_AUTOCLEAR). -EBUSY when another program has just taken the device.
int bai_loop_configure(int device, int image, unsigned int block_size);

/// lseek(2) with SEEK_DATA or SEEK_HOLE from `offset`; -ENXIO past the last data.
int64_t bai_seek_data(int descriptor, int64_t offset);
int64_t bai_seek_hole(int descriptor, int64_t offset);

/// copy_file_range(2) at the same offset of both files; the bytes copied.
int64_t bai_copy_range(int from, int to, int64_t offset, int64_t count);

/// ioctl(FICLONE): `to` shares all blocks of `from`. -EOPNOTSUPP on most file systems.
int bai_clone_file(int from, int to);

/// RLIMIT_NOFILE's hard limit; RLIM_INFINITY comes as INT64_MAX.
int64_t bai_open_file_limit(void);

/// Whether this process may use the capability with this number.
int bai_has_capability(unsigned int capability);

/// A program of the host that is to be started. Nothing in it is kept after the call.
struct bai_program {
    /// The executable's absolute path, its arguments and environment, both ended by NULL.
    const char *_Nonnull path;
    char *_Nullable const *_Nonnull arguments;
    char *_Nullable const *_Nonnull environment;
    /// What becomes descriptor 0, 1 and 2.
    int input, output, error;
    /// What becomes descriptor 3; -1 for none. Every other descriptor is closed.
    int extra;
};

/// posix_spawn(3) in a session of its own, with default signal handling. The caller reaps the child.
int bai_start_program(const struct bai_program *_Nonnull program, pid_t *_Nonnull pid);

#endif
