/// Calls that send, hold and receive signals.
///
/// Whom a signal reaches is decided by the PID namespace and the user, not here.
enum SignalCalls {
    static let allowed: [SystemCallName] = [
        "kill", "pause", "pidfd_send_signal", "restart_syscall", "rt_sigaction", "rt_sigpending", "rt_sigprocmask",
        "rt_sigqueueinfo", "rt_sigreturn", "rt_sigsuspend", "rt_sigtimedwait", "rt_sigtimedwait_time64",
        "rt_tgsigqueueinfo", "sigaction", "sigaltstack", "signal", "signalfd", "signalfd4", "sigpending",
        "sigprocmask", "sigreturn", "sigsuspend", "tgkill", "tkill",
    ]
}
