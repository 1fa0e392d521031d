import Core

/// What helps with a problem of a manager that gives no hint of its own, as the original's do not.
enum ProblemHint {
    /// The hint for a kind of problem; nil where only the manager could know.
    static func text(for code: ProblemCode) -> String? {
        // By the wire's own words, so that a kind that managers learn later finds its hint, too.
        switch code.rawValue {
        case "auth-failed", "invalid-auth-params": "`backend.ai doctor` finds out why"
        case "password-expired": "backend.ai update-password-no-auth DOMAIN USER"
        case "generic-forbidden", "insufficient-privilege":
            "ask an administrator, or use another context: --context NAME"
        case "url-not-found", "method-not-allowed", "not-implemented":
            "this manager does not have that; `backend.ai config` shows its version"
        case "too-many-sessions-matched": "name the session by its id"
        case "session-already-exists": "leave out `--no-reuse` to use it, or choose another name"
        case "quota-exceeded": "end what you do not need: `backend.ai ps` lists your sessions"
        case "rate-limit-exceeded", "too-many-requests": "wait a while, and ask less often"
        case "body-too-large": "send less at once"
        case "internal-server-error", "server-misconfigured":
            "the manager's log says more: backend.ai local logs, or ask its administrator"
        case "kernel-creation-failed", "kernel-destruction-failed", "kernel-restart-failed", "kernel-execution-failed":
            "`backend.ai logs SESSION` may say more"
        case "service-unavailable": "try again later"
        case "server-frozen": "wait until an administrator opens the manager again"
        case "instance-not-available": "`backend.ai doctor` shows whether agents are alive"
        case "storage-full": "make room where the manager keeps its state"
        default: nil
        }
    }
}
