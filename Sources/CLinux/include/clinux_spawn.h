#ifndef CLINUX_SPAWN_H
#define CLINUX_SPAWN_H

#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/types.h>

// Starting a program with fewer rights, and the descriptors that are handed to it.
// The contract of clinux.h holds: a value >= 0 on success, -errno on failure.
// Every descriptor made here is close-on-exec and the caller's.

/// What the new program is given. Nothing in it is kept after the call.
struct bai_spawn_request {
    /// The executable's absolute path, and its arguments, ended by NULL. The environment is the caller's.
    const char *_Nonnull path;
    char *_Nullable const *_Nonnull arguments;
    /// Where it starts; looked up with the new user's rights.
    const char *_Nonnull directory;
    /// What becomes descriptor 0, 1 and 2.
    int input, output, error;
    /// What becomes descriptor 3, and 4; -1 for none. Every other descriptor is closed.
    int control, replies;
    /// Whether descriptor 0 is a terminal that the program is to be controlled by.
    int has_terminal;
    /// Whether to become `user` and `group` alone, and to give every capability up for good.
    int changes_identity;
    uid_t user;
    gid_t group;
};

/// Starts a program as leader of a new session, with default signal handling, `oom_score_adj`
/// raised to its maximum where that can be written, and PR_SET_NO_NEW_PRIVS.
///
/// Made for a caller with one thread: the child borrows its memory until the execve (vfork).
/// Returns 0 and the child's `pid`; on failure the name of the call that failed in `failed`.
int bai_spawn(
    const struct bai_spawn_request *_Nonnull request, pid_t *_Nonnull pid, const char *_Nullable *_Nonnull failed);

/// Marks every descriptor from `first` on close-on-exec.
int bai_close_on_exec_from(int first);

/// pipe2(2): `ends[0]` is read, `ends[1]` written. Anyone who finds the pipe under /proc/self/fd may
/// open it again there, as a program opening /dev/stdout does: its inode belongs to the maker's user.
int bai_pipe(int *_Nonnull ends);

/// fcntl(F_SETPIPE_SZ): how many bytes a pipe holds.
int bai_set_pipe_size(int descriptor, int size);

/// socketpair(2) of SOCK_SEQPACKET: whole messages, and zero bytes at the end.
int bai_message_pair(int *_Nonnull ends);

/// memfd_create(2).
int bai_memory_file(const char *_Nonnull name);

/// accept4(2), non-blocking.
int bai_accept(int listener);

/// Takes one signal from a signalfd: its number; -EAGAIN when there is none and the descriptor is non-blocking.
int bai_next_signal(int descriptor);

/// sendmsg(2) of one message with up to 8 descriptors (SCM_RIGHTS), without SIGPIPE.
int bai_send_with_descriptors(
    int socket, const uint8_t *_Nonnull bytes, size_t count, const int *_Nonnull descriptors, size_t descriptor_count);

/// recvmsg(2) of one message of a SOCK_SEQPACKET socket, without waiting: its whole length, even where that is
/// more than `capacity`. `descriptor` is the first that came along, -1 for none; any others are closed.
int bai_receive_message(int socket, uint8_t *_Nonnull bytes, size_t capacity, int *_Nonnull descriptor);

/// posix_openpt(3), grantpt(3), unlockpt(3): a terminal of its own, `ends[0]` the master, non-blocking, `ends[1]` the
/// other side. The number in the name of the latter, `/dev/pts/N`, is returned.
int bai_open_terminal(int *_Nonnull ends);

/// ioctl(TIOCSWINSZ): tells a terminal's programs how large it is, in characters.
int bai_set_terminal_size(int descriptor, unsigned short rows, unsigned short columns);

/// A TCP socket, non-blocking, whose connection to `port` of 127.0.0.1 is under way or stands.
int bai_connect_loopback(uint16_t port);

/// SO_ERROR of a socket whose connection was under way: 0 when it stands.
int bai_socket_error(int socket);

/// fallocate(2) without a change of the length: reserves the disk's room for a file of `size` bytes.
int bai_reserve(int descriptor, int64_t size);

/// setfsuid(2), setfsgid(2): whose rights the calling thread has to files.
void bai_set_file_identity(uid_t user, gid_t group);

/// malloc_trim(3): gives free memory of the heap back. 1 when there was some.
int bai_trim_heap(void);

/// ioctl(FIONREAD): the bytes that can be read at once.
int bai_readable_bytes(int descriptor);

#endif
