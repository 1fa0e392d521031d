/// Calls that start, end, schedule and describe processes and threads.
enum ProcessCalls {
    static let allowed: [SystemCallName] = starting + ending + threads + scheduling + limits + groups

    // `clone` is examined and `clone3` hidden, see ExaminedCalls and ForbiddenCalls.
    private static let starting: [SystemCallName] = ["execve", "execveat", "fork", "vfork"]

    private static let ending: [SystemCallName] = [
        "exit", "exit_group", "pidfd_open", "wait4", "waitid", "waitpid",
    ]

    private static let threads: [SystemCallName] = [
        "futex", "futex_requeue", "futex_time64", "futex_wait", "futex_waitv", "futex_wake", "get_robust_list",
        "get_thread_area", "gettid", "membarrier", "rseq", "set_robust_list", "set_thread_area", "set_tid_address",
    ]

    private static let scheduling: [SystemCallName] = [
        "getcpu", "getpriority", "ioprio_get", "ioprio_set", "nice", "sched_get_priority_max",
        "sched_get_priority_min", "sched_getaffinity", "sched_getattr", "sched_getparam", "sched_getscheduler",
        "sched_rr_get_interval", "sched_rr_get_interval_time64", "sched_setaffinity", "sched_setattr",
        "sched_setparam", "sched_setscheduler", "sched_yield", "setpriority",
    ]

    private static let limits: [SystemCallName] = [
        "getrlimit", "getrusage", "prlimit64", "setrlimit", "sysinfo", "times", "ugetrlimit", "uname",
    ]

    private static let groups: [SystemCallName] = [
        "getpgid", "getpgrp", "getpid", "getppid", "getsid", "prctl", "setpgid", "setsid",
    ]
}
