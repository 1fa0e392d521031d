#define _GNU_SOURCE
#include "clinux_mount.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/loop.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static int result(long value) { return value < 0 ? -errno : (int)value; }

int bai_mount(const char *source, const char *target, const char *type, const char *options) {
    return result(mount(source, target, type, MS_NOSUID | MS_NODEV, options));
}

int bai_bind(const char *source, const char *target) { return result(mount(source, target, NULL, MS_BIND, NULL)); }

int bai_unmount(const char *target, int lazy) {
    return result(umount2(target, UMOUNT_NOFOLLOW | (lazy ? MNT_DETACH : 0)));
}

int bai_loop_find(int control) { return result(ioctl(control, LOOP_CTL_GET_FREE)); }

int bai_loop_configure(int device, int image, unsigned int block_size) {
    struct loop_config config;
    memset(&config, 0, sizeof config);
    config.fd = (unsigned)image;
    config.block_size = block_size;
    config.info.lo_flags = LO_FLAGS_AUTOCLEAR;
    return result(ioctl(device, LOOP_CONFIGURE, &config));
}

int64_t bai_seek_data(int descriptor, int64_t offset) {
    off_t found = lseek(descriptor, offset, SEEK_DATA);
    return found < 0 ? -errno : found;
}

int64_t bai_seek_hole(int descriptor, int64_t offset) {
    off_t found = lseek(descriptor, offset, SEEK_HOLE);
    return found < 0 ? -errno : found;
}

int64_t bai_copy_range(int from, int to, int64_t offset, int64_t count) {
    off_t source = offset, target = offset;
    ssize_t copied = copy_file_range(from, &source, to, &target, (size_t)count, 0);
    return copied < 0 ? -errno : copied;
}

int bai_clone_file(int from, int to) { return result(ioctl(to, FICLONE, from)); }

int64_t bai_open_file_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return -errno;
    return limit.rlim_max > INT64_MAX ? INT64_MAX : (int64_t)limit.rlim_max;
}

int bai_has_capability(unsigned int capability) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct sets[2];
    if (syscall(SYS_capget, &header, sets) < 0) return -errno;
    return capability < 64 ? (sets[capability / 32].effective >> (capability % 32)) & 1 : 0;
}

// The failures of these calls are lack of memory alone; the first one stands for all.
static int place_descriptors(posix_spawn_file_actions_t *actions, const struct bai_program *program) {
    int failure = posix_spawn_file_actions_adddup2(actions, program->input, 0);
    if (!failure) failure = posix_spawn_file_actions_adddup2(actions, program->output, 1);
    if (!failure) failure = posix_spawn_file_actions_adddup2(actions, program->error, 2);
    if (!failure && program->extra >= 0) failure = posix_spawn_file_actions_adddup2(actions, program->extra, 3);
    if (!failure) failure = posix_spawn_file_actions_addclosefrom_np(actions, program->extra >= 0 ? 4 : 3);
    return failure;
}

static int reset_signals(posix_spawnattr_t *attributes) {
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    int failure = posix_spawnattr_setsigdefault(attributes, &all);
    if (!failure) failure = posix_spawnattr_setsigmask(attributes, &none);
    if (!failure)
        failure = posix_spawnattr_setflags(
            attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID);
    return failure;
}

int bai_start_program(const struct bai_program *program, pid_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int failure = posix_spawn_file_actions_init(&actions);
    if (failure) return -failure;
    failure = posix_spawnattr_init(&attributes);
    if (failure) {
        posix_spawn_file_actions_destroy(&actions);
        return -failure;
    }
    failure = place_descriptors(&actions, program);
    if (!failure) failure = reset_signals(&attributes);
    if (!failure)
        failure = posix_spawn(pid, program->path, &actions, &attributes, program->arguments, program->environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return -failure;
}
