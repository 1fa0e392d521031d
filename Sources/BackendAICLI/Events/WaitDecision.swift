import BackendAIKit
import Core

/// Whether a wait for a status is over.
enum WaitDecision: Equatable {
    /// The session is there.
    case reached
    /// It may still get there.
    case possible
    /// It never will, and why.
    case impossible(String)

    /// Decides by where a session stands.
    init(_ standing: SessionStanding, wanted: SessionStatus) {
        if standing.status == wanted {
            self = .reached
        } else if Self.reachable(from: standing.status).contains(wanted) {
            self = .possible
        } else {
            let reason = standing.reason.map { " (\($0))" } ?? ""
            self = .impossible("it is \(standing.status.rawValue)\(reason), and \(wanted.rawValue) cannot follow")
        }
    }

    /// The statuses that may follow, at once or later.
    static func reachable(from status: SessionStatus) -> Set<SessionStatus> {
        var found: Set<SessionStatus> = []
        var open = [status]
        while let next = open.popLast() {
            for follower in SessionStatus.allCases where next.allows(follower) && found.insert(follower).inserted {
                open.append(follower)
            }
        }
        return found
    }

    /// The status that an event tells of; nil when it tells of none.
    static func status(toldBy event: String) -> SessionStatus? {
        switch event {
        case "session_enqueued": .pending
        case "session_scheduled": .scheduled
        case "session_preparing": .preparing
        case "session_started": .running
        case "session_terminating": .terminating
        case "session_terminated": .terminated
        case "session_cancelled": .cancelled
        default: nil
        }
    }
}
