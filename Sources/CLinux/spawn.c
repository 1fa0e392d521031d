#define _GNU_SOURCE
#include "clinux_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <malloc.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif

static int result(long value) { return value < 0 ? -errno : (int)value; }

// In the child, from here to become_program: only system calls. The identity is changed by raw ones,
// since libc's wrappers would first look for the other threads of the memory borrowed from the parent.

static void reset_signals(void) {
    struct sigaction standard;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    for (int signal = 1; signal < NSIG; signal++) sigaction(signal, &standard, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

// Written before the identity changes: the file belongs to root while the program is not dumpable.
static void volunteer_for_oom(void) {
    int descriptor = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return;
    ssize_t written = write(descriptor, "1000", 4);
    (void)written;
    close(descriptor);
}

// dup2 of a descriptor onto itself would leave it close-on-exec.
static int place(int from, int to) { return from == to ? fcntl(from, F_SETFD, 0) : dup2(from, to); }

static const char *place_descriptors(const struct bai_spawn_request *request) {
    if (place(request->input, 0) < 0 || place(request->output, 1) < 0 || place(request->error, 2) < 0) return "dup2";
    unsigned next = 3;
    if (request->control >= 0) {
        // What is to become 4 must not be lost to 3.
        int replies = request->replies == 3 ? fcntl(3, F_DUPFD_CLOEXEC, 5) : request->replies;
        if (place(request->control, 3) < 0) return "dup2";
        next = 4;
        if (request->replies >= 0) {
            if (place(replies, 4) < 0) return "dup2";
            next = 5;
        }
    }
    // Without close_range(2), Linux 5.9, close-on-exec does it alone.
    syscall(SYS_close_range, next, ~0U, 0U);
    if (request->has_terminal && ioctl(0, TIOCSCTTY, 0) < 0) return "ioctl(TIOCSCTTY)";
    return NULL;
}

static const char *change_identity(uid_t user, gid_t group) {
    // The bounding set goes first, while CAP_SETPCAP is held; it ends at the first capability unknown here.
    for (unsigned long capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++) {
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0) return "prctl(PR_CAPBSET_DROP)";
    }
    if (syscall(SYS_setgroups, 0, NULL) < 0) return "setgroups";
    if (syscall(SYS_setresgid, group, group, group) < 0) return "setresgid";
    if (syscall(SYS_setresuid, user, user, user) < 0) return "setresuid";
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0 && errno != EINVAL) return "prctl(PR_CAP_AMBIENT)";
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct none[2];
    memset(none, 0, sizeof none);
    return syscall(SYS_capset, &header, none) < 0 ? "capset" : NULL;
}

// Returns only when a call failed: its name.
static const char *become_program(const struct bai_spawn_request *request) {
    if (setsid() < 0) return "setsid";
    volunteer_for_oom();
    const char *failed = place_descriptors(request);
    if (failed) return failed;
    if (request->changes_identity) {
        failed = change_identity(request->user, request->group);
        if (failed) return failed;
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return "prctl(PR_SET_NO_NEW_PRIVS)";
    if (chdir(request->directory) < 0) return "chdir";
    reset_signals();
    execve(request->path, request->arguments, environ);
    return "execve";
}

int bai_spawn(const struct bai_spawn_request *request, pid_t *pid, const char **failed) {
    // The child writes these; the parent, which sleeps until the execve or the end, reads them.
    const char *volatile failed_call = NULL;
    volatile int failure = 0;

    // No handler of the parent may run in the child, on the memory that both use.
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    pid_t child = vfork();
    if (child == 0) {
        failed_call = become_program(request);
        failure = errno;
        _exit(127);
    }
    int fork_failure = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (child < 0) {
        *failed = "vfork";
        return -fork_failure;
    }
    if (failed_call) {
        int status;
        while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
        *failed = failed_call;
        return -failure;
    }
    *pid = child;
    return 0;
}

int bai_close_on_exec_from(int first) {
    if (syscall(SYS_close_range, (unsigned)first, ~0U, CLOSE_RANGE_CLOEXEC) == 0) return 0;
    // Before Linux 5.11: the descriptors that a runtime hands over are the lowest ones.
    for (int descriptor = first; descriptor < 1024; descriptor++) {
        int flags = fcntl(descriptor, F_GETFD);
        if (flags >= 0 && fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) < 0) return -errno;
    }
    return 0;
}

int bai_pipe(int *ends) {
    if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
    if (fchmod(ends[0], 0666) == 0) return 0;
    int failure = errno;
    close(ends[0]);
    close(ends[1]);
    return -failure;
}

int bai_set_pipe_size(int descriptor, int size) { return result(fcntl(descriptor, F_SETPIPE_SZ, size)); }

int bai_message_pair(int *ends) { return result(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends)); }

int bai_memory_file(const char *name) { return result(memfd_create(name, MFD_CLOEXEC)); }

int bai_accept(int listener) { return result(accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)); }

int bai_next_signal(int descriptor) {
    struct signalfd_siginfo info;
    ssize_t count = read(descriptor, &info, sizeof info);
    if (count < 0) return -errno;
    return count == sizeof info ? (int)info.ssi_signo : -EIO;
}

int bai_send_with_descriptors(
    int socket, const uint8_t *bytes, size_t count, const int *descriptors, size_t descriptor_count) {
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(8 * sizeof(int))];
    } ancillary;
    if (descriptor_count > 8) return -EINVAL;
    size_t size = descriptor_count * sizeof(int);
    memset(&ancillary, 0, sizeof ancillary);
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (descriptor_count > 0) {
        message.msg_control = &ancillary;
        message.msg_controllen = CMSG_SPACE(size);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(size);
        memcpy(CMSG_DATA(header), descriptors, size);
    }
    return result(sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT));
}

int bai_receive_message(int socket, uint8_t *bytes, size_t capacity, int *descriptor) {
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(8 * sizeof(int))];
    } ancillary;
    struct iovec part = {.iov_base = bytes, .iov_len = capacity};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &ancillary, .msg_controllen = sizeof ancillary};
    *descriptor = -1;
    int count = result(recvmsg(socket, &message, MSG_DONTWAIT | MSG_TRUNC | MSG_CMSG_CLOEXEC));
    if (count < 0) return count;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        size_t number = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t index = 0; index < number; index++) {
            int received;
            memcpy(&received, CMSG_DATA(header) + index * sizeof(int), sizeof received);
            if (*descriptor < 0) *descriptor = received;
            else close(received);
        }
    }
    return count;
}

int bai_open_terminal(int *ends) {
    int master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (master < 0) return -errno;
    int unlock = 0, number = -1;
    if (ioctl(master, TIOCSPTLCK, &unlock) < 0 || ioctl(master, TIOCGPTN, &number) < 0) {
        int failure = errno;
        close(master);
        return -failure;
    }
    int other = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (other < 0) {
        int failure = errno;
        close(master);
        return -failure;
    }
    ends[0] = master;
    ends[1] = other;
    return number;
}

int bai_set_terminal_size(int descriptor, unsigned short rows, unsigned short columns) {
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    return result(ioctl(descriptor, TIOCSWINSZ, &size));
}

int bai_connect_loopback(uint16_t port) {
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return -errno;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address) < 0 && errno != EINPROGRESS) {
        int failure = errno;
        close(descriptor);
        return -failure;
    }
    return descriptor;
}

int bai_socket_error(int socket) {
    int error = 0;
    socklen_t size = sizeof error;
    return getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) < 0 ? errno : error;
}

int bai_reserve(int descriptor, int64_t size) {
    return result(fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, size));
}

void bai_set_file_identity(uid_t user, gid_t group) {
    // The group first, while the user may still change it.
    if (user != 0) syscall(SYS_setfsgid, group);
    syscall(SYS_setfsuid, user);
    if (user == 0) syscall(SYS_setfsgid, group);
}

int bai_trim_heap(void) { return malloc_trim(0); }

int bai_readable_bytes(int descriptor) {
    int count = 0;
    if (ioctl(descriptor, FIONREAD, &count) < 0) return -errno;
    return count;
}
