import BackendAIKit
import Core

/// Decides what the facts about a manager mean.
struct ManagerDiagnosis {
    let facts: ManagerFacts

    /// The checks, in the order of what depends on what.
    var checks: [HealthCheck] {
        [configuration, endpoint, version, clock, signature, agents].compactMap { $0 }
    }

    private var configuration: HealthCheck {
        switch facts.setup {
        case .named(let by, let endpoint): .ok("configuration", "\(by) names \(endpoint)")
        case .localStack: .ok("configuration", "no manager is named: the stack of this machine is used")
        case .broken(let what, let hint):
            .fault("configuration", what, fix: hint ?? "`backend.ai help environment` tells what is read")
        }
    }

    private var endpoint: HealthCheck? {
        switch facts.reach {
        case .notAsked:
            guard case .localStack = facts.setup else { return nil }
            return .warning(
                "endpoint", "the stack of this machine does not run", fix: "backend.ai local start, or any command")
        case .silent(let reason):
            return .fault("endpoint", "the manager does not answer: \(reason)", fix: silenceFix)
        case .answered(_, let seconds):
            let milliseconds = Int((seconds * 1000).rounded())
            return .ok("endpoint", "the manager answers in \(milliseconds) ms")
        }
    }

    private var silenceFix: String {
        if case .localStack = facts.setup { return "backend.ai local logs shows why" }
        return "check the address, the network and the proxy; `backend.ai config` shows what is used"
    }

    private var version: HealthCheck? {
        guard case .answered(let server, _) = facts.reach else { return nil }
        let sentence =
            "manager \(server.manager), API \(server.api); this program \(ProductVersion.current), API "
            + "\(APIVersion.current)"
        if server.api < APIVersion(major: 5, revision: "20191215") {
            return .fault(
                "versions", sentence, fix: "upgrade the manager: this program speaks v5.20191215 and later")
        }
        if server.api > APIVersion.current {
            return .warning("versions", sentence, fix: "upgrade this program to use what the manager has new")
        }
        return .ok("versions", sentence)
    }

    private var clock: HealthCheck? {
        var skew = facts.skew
        if case .refused(_, _, let told?) = facts.recognition { skew = -told }
        guard let skew else { return nil }
        let size = abs(skew)
        let seconds = size < 120 ? "\(Int(size.rounded())) s" : "\(Int((size / 60).rounded())) min"
        let sentence = "this clock is \(seconds) \(skew > 0 ? "behind" : "ahead of") the manager's"
        // A date header has whole seconds, so less than two may be none at all.
        if size < 2 { return .ok("clock", "this clock agrees with the manager's") }
        if size < 60 { return .ok("clock", sentence) }
        let fix = "set the clock: timedatectl set-ntp true"
        return size < RequestDate.tolerance
            ? .warning("clock", sentence, fix: fix)
            : .fault("clock", sentence + "; signatures are refused from 15 min on", fix: fix)
    }

    private var signature: HealthCheck? {
        switch facts.recognition {
        case .notAsked: return nil
        case .anonymous:
            return .warning("signature", "there is no keypair: only public answers are given", fix: "backend.ai login")
        case .recognised: return .ok("signature", "the manager knows the keypair")
        case .failed(let reason):
            return .fault("signature", "a signed request got no answer: \(reason)", fix: silenceFix)
        case .refused(_, let reason, let skew?) where abs(skew) >= RequestDate.tolerance:
            return .fault("signature", reason, fix: "set the clock first")
        case .refused(.authenticationFailed, let reason, _):
            return .fault(
                "signature", "the manager refuses the keypair: \(reason)",
                fix: "check the access key and the secret key, or log in again: backend.ai login")
        case .refused(_, let reason, _):
            return .fault(
                "signature", "the manager refuses signed requests: \(reason)",
                fix: "check that the address is the one the manager knows itself by, without a proxy that changes it")
        }
    }

    private var agents: HealthCheck? {
        switch facts.agents {
        case .notAsked: return nil
        case .notTold: return .ok("agents", "this account is not told about agents")
        case .alive(0):
            return .fault(
                "agents", "no agent is alive: sessions cannot start",
                fix: "start one: backend.ai ag start-server -f agent.toml, or backend.ai local start")
        case .alive(let count): return .ok("agents", count == 1 ? "1 agent is alive" : "\(count) agents are alive")
        }
    }
}
