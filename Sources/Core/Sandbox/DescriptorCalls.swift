/// Calls on open descriptors.
enum DescriptorCalls {
    static let allowed: [SystemCallName] = readingAndWriting + positions + control + waiting + asynchronous

    private static let readingAndWriting: [SystemCallName] = [
        "copy_file_range", "pread64", "preadv", "preadv2", "pwrite64", "pwritev", "pwritev2", "read", "readahead",
        "readv", "sendfile", "sendfile64", "splice", "tee", "write", "writev",
    ]

    private static let positions: [SystemCallName] = [
        "_llseek", "arm_fadvise64_64", "arm_sync_file_range", "cachestat", "fadvise64", "fadvise64_64", "fallocate",
        "fdatasync", "fsync", "ftruncate", "ftruncate64", "lseek", "sync_file_range", "sync_file_range2",
    ]

    private static let control: [SystemCallName] = [
        "close", "close_range", "dup", "dup2", "dup3", "fcntl", "fcntl64", "flock", "pipe", "pipe2",
    ]

    private static let waiting: [SystemCallName] = [
        "_newselect", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_ctl_old", "epoll_pwait", "epoll_pwait2",
        "epoll_wait", "epoll_wait_old", "eventfd", "eventfd2", "poll", "ppoll", "ppoll_time64", "pselect6",
        "pselect6_time64", "select",
    ]

    // The older asynchronous interface, which databases use; io_uring is refused.
    private static let asynchronous: [SystemCallName] = [
        "io_cancel", "io_destroy", "io_getevents", "io_pgetevents", "io_pgetevents_time64", "io_setup", "io_submit",
    ]
}
