import BackendAIKit
import Core

/// A wait for a status of a session.
struct SessionWait: Sendable {
    /// How often a manager without events is asked.
    private static let interval = Duration.seconds(1)

    let client: BackendAIClient
    let session: String
    let owner: AccessKey?
    let wanted: SessionStatus

    /// Waits.
    ///
    /// - Throws: ``CommandFailure`` when the status cannot come any more.
    func perform() async throws {
        guard try await !isReached() else { return }
        do {
            try await listen()
        } catch let error as ClientError {
            // Either there is no such stream, or no such session any more; the manager is asked which.
            guard case .problem(let report) = error, [404, 405, 501].contains(report.status) else { throw error }
            try await poll()
        }
    }

    private func listen() async throws {
        let stream = client.events.session(session, owner: owner)
        while let item = try await stream.next() {
            if case .event(let event) = item, WaitDecision.status(toldBy: event.name) == wanted { return }
            if try await isReached() { return }
        }
        try Task.checkCancellation()
        try await poll()
    }

    private func poll() async throws {
        while try await !isReached() { try await Task.sleep(for: Self.interval) }
    }

    private func isReached() async throws -> Bool {
        guard let standing = try await client.sessions.standing(of: session, owner: owner) else {
            throw CommandFailure.noSession(session)
        }
        switch WaitDecision(standing, wanted: wanted) {
        case .reached: return true
        case .possible: return false
        case .impossible(let reason):
            throw CommandFailure(what: "session `\(session)` will not be \(wanted.rawValue)", why: reason)
        }
    }
}
