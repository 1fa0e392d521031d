import Core

/// One thing that was looked at, and what was found.
struct HealthCheck: Sendable, Equatable {
    /// How it is.
    enum Verdict: String, Sendable {
        case ok
        case warning
        case fault
    }

    /// What was looked at: `clock skew`.
    let name: String
    let verdict: Verdict
    /// What was found, a sentence.
    let detail: String
    /// What mends it.
    var fix: String?

    static func ok(_ name: String, _ detail: String) -> HealthCheck {
        HealthCheck(name: name, verdict: .ok, detail: detail)
    }

    static func warning(_ name: String, _ detail: String, fix: String? = nil) -> HealthCheck {
        HealthCheck(name: name, verdict: .warning, detail: detail, fix: fix)
    }

    static func fault(_ name: String, _ detail: String, fix: String) -> HealthCheck {
        HealthCheck(name: name, verdict: .fault, detail: detail, fix: fix)
    }

    /// The same for programs.
    var json: JSONValue {
        [
            "check": .string(name), "verdict": .string(verdict.rawValue), "detail": .string(detail),
            "fix": JSONValue(fix),
        ]
    }
}
