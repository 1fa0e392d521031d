import BackendAIKit
import Core

/// Finds the session that a user means by a name, its beginning, or nothing.
struct WatchedSession {
    /// What the user typed.
    let named: String?

    /// The session's name or id.
    ///
    /// - Throws: ``CommandFailure`` when several are meant, or nothing is there.
    func find(_ client: BackendAIClient) async throws -> String {
        if let named, SessionID(rawValue: named).isUUID { return named }
        let alive = SessionStatus.allCases.filter(\.isAlive)
        let page = try await client.sessions.list(statuses: alive, fields: ["name"], limit: 1000)
        return try WatchedSession.choose(named, among: page.items.compactMap { $0["name"]?.text })
    }

    /// The one that is meant among living sessions; a name that is not among them may be that of an ended one.
    static func choose(_ named: String?, among living: [String]) throws(CommandFailure) -> String {
        guard let named else {
            guard living.count != 1 else { return living[0] }
            throw CommandFailure(
                status: living.isEmpty ? .failure : .invalidArgument,
                what: living.isEmpty ? "no session lives" : "\(living.count) sessions live: name the one to follow",
                hint: living.isEmpty
                    ? "start one by `backend.ai start python`" : "backend.ai watch \(living.sorted()[0])",
                details: living.sorted().prefix(10).map { "\($0)" })
        }
        if living.contains(named) { return named }
        let begun = living.filter { $0.hasPrefix(named) }.sorted()
        guard begun.count > 1 else { return begun.first ?? named }
        throw CommandFailure(
            status: .invalidArgument, what: "\(begun.count) sessions begin with `\(named)`",
            hint: "backend.ai watch \(begun[0])", details: begun.prefix(10).map { "\($0)" })
    }
}
