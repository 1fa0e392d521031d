#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/openat2.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

static int result(long value) { return value < 0 ? -errno : (int)value; }

int bai_pidfd_open(pid_t pid, unsigned int flags) { return result(syscall(SYS_pidfd_open, pid, flags)); }

int bai_pidfd_send_signal(int pidfd, int signal) {
    return result(syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0));
}

int bai_prctl(int option, unsigned long argument) { return result(prctl(option, argument, 0, 0, 0)); }

int bai_drop_capabilities(void) {
    // The bounding set ends at the first capability this kernel does not know.
    for (unsigned long capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++) {
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0 && errno != EPERM) return -errno;
    }
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0 && errno != EINVAL) return -errno;
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct none[2];
    memset(none, 0, sizeof none);
    return result(syscall(SYS_capset, &header, none));
}

int bai_pidfd_reap(int pidfd, int *code, int *status) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    if (waitid((idtype_t)P_PIDFD, (id_t)pidfd, &info, WEXITED | WNOHANG) < 0) return -errno;
    if (info.si_pid == 0) return 0;
    *code = info.si_code;
    *status = info.si_status;
    return 1;
}

int bai_peer_credentials(int descriptor, pid_t *pid, uid_t *uid, gid_t *gid) {
    struct ucred peer;
    socklen_t length = sizeof peer;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0) return -errno;
    *pid = peer.pid;
    *uid = peer.uid;
    *gid = peer.gid;
    return 0;
}

int bai_lock_file(int descriptor, int wait) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int outcome;
    do outcome = fcntl(descriptor, wait ? F_OFD_SETLKW : F_OFD_SETLK, &lock);
    while (outcome < 0 && errno == EINTR);
    return result(outcome);
}

int bai_is_locked(int descriptor) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(descriptor, F_OFD_GETLK, &lock) < 0) return -errno;
    return lock.l_type != F_UNLCK;
}

static int change_flag(int descriptor, int get, int set, int flag, int enabled) {
    int flags = fcntl(descriptor, get);
    if (flags < 0) return -errno;
    return result(fcntl(descriptor, set, enabled ? flags | flag : flags & ~flag));
}

int bai_set_close_on_exec(int descriptor, int enabled) {
    return change_flag(descriptor, F_GETFD, F_SETFD, FD_CLOEXEC, enabled);
}

int bai_set_nonblocking(int descriptor, int enabled) {
    return change_flag(descriptor, F_GETFL, F_SETFL, O_NONBLOCK, enabled);
}

int bai_open_beneath(int directory, const char *path, int flags, mode_t mode) {
    struct open_how how = {
        .flags = (uint64_t)(unsigned)flags | O_CLOEXEC,
        .mode = mode,
        .resolve = RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH,
    };
    return result(syscall(SYS_openat2, directory, path, &how, sizeof how));
}

int bai_eventfd(void) { return result(eventfd(0, EFD_CLOEXEC)); }

int bai_signal_descriptor(const int *signals, int count) {
    sigset_t set;
    sigemptyset(&set);
    for (int index = 0; index < count; index++) sigaddset(&set, signals[index]);
    int code = pthread_sigmask(SIG_BLOCK, &set, NULL);
    if (code != 0) return -code;
    return result(signalfd(-1, &set, SFD_CLOEXEC));
}

// A handler can be told nothing: the pipe that it writes to must stand where it finds it.
static volatile int signal_pipe = -1;

static void pass_on(int signal) {
    int saved = errno;
    unsigned char number = (unsigned char)signal;
    ssize_t written = write(signal_pipe, &number, 1);
    (void)written;
    errno = saved;
}

int bai_signal_pipe(const int *signals, int count) {
    int ends[2];
    if (signal_pipe >= 0) return -EBUSY;
    if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
    signal_pipe = ends[1];
    for (int index = 0; index < count; index++) {
        struct sigaction before, action = {.sa_handler = pass_on, .sa_flags = SA_RESTART};
        sigfillset(&action.sa_mask);
        if (sigaction(signals[index], NULL, &before) == 0 && before.sa_handler == SIG_IGN) continue;
        if (sigaction(signals[index], &action, NULL) < 0) return -errno;
    }
    return ends[0];
}

int bai_terminal_size(int descriptor, int *rows) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) < 0) return -errno;
    *rows = size.ws_row;
    return size.ws_col;
}
