#ifndef CLINUX_H
#define CLINUX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "clinux_mount.h"
#include "clinux_spawn.h"

// Linux calls that Swift's Glibc module does not import: those without a libc
// wrapper, and variadic ones. No policy lives here; Core decides, this asks.
//
// Contract of every function: a value >= 0 on success, -errno on failure.
// None reads or sets errno for its caller, allocates, or keeps a pointer.

/// pidfd_open(2), Linux 5.3. The descriptor is close-on-exec and the caller's.
int bai_pidfd_open(pid_t pid, unsigned int flags);

/// pidfd_send_signal(2), Linux 5.1, without siginfo.
int bai_pidfd_send_signal(int pidfd, int signal);

/// prctl(2) with one argument; the others are zero.
int bai_prctl(int option, unsigned long argument);

/// Empties the calling process's capability sets, the bounding set included.
int bai_drop_capabilities(void);

/// waitid(2) on a pidfd: the child's exit status in `code` (CLD_EXITED, CLD_KILLED, …) and `status`.
/// Returns 1 when the child has ended and was reaped, 0 when it still runs.
int bai_pidfd_reap(int pidfd, int *_Nonnull code, int *_Nonnull status);

/// SO_PEERCRED of a connected unix socket.
int bai_peer_credentials(int descriptor, pid_t *_Nonnull pid, uid_t *_Nonnull uid, gid_t *_Nonnull gid);

/// fcntl(F_OFD_SETLK), or F_OFD_SETLKW if `wait`: locks the whole file for writing, for this open file description.
/// -EAGAIN when another holds it.
int bai_lock_file(int descriptor, int wait);

/// fcntl(F_OFD_GETLK): whether another open file description holds the lock; takes none, not for an instant.
int bai_is_locked(int descriptor);

/// fcntl(F_SETFD) and fcntl(F_SETFL), which are variadic in C.
int bai_set_close_on_exec(int descriptor, int enabled);
int bai_set_nonblocking(int descriptor, int enabled);

/// openat2(2) with RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH, Linux 5.6.
int bai_open_beneath(int directory, const char *_Nonnull path, int flags, mode_t mode);

/// eventfd(2) with a count of zero, close-on-exec.
int bai_eventfd(void);

/// Blocks `count` signals for the calling thread and those it makes later, and opens a signalfd(2) for them.
int bai_signal_descriptor(const int *_Nonnull signals, int count);

/// Handles `count` signals from now on by writing each one's number, one byte, to a pipe, and returns its reading
/// end. Works whatever threads there are, unlike a signalfd; a signal that is ignored stays ignored. Once a process.
int bai_signal_pipe(const int *_Nonnull signals, int count);

/// ioctl(TIOCGWINSZ): the terminal's columns, and its `rows`.
int bai_terminal_size(int descriptor, int *_Nonnull rows);

#endif
