import BackendAIKit
import Core

/// Creates a session, and says what is going on when that takes its time.
struct SessionStart {
    /// How long a start may take before the user is told what it waits for.
    private static let patience = Duration.milliseconds(700)

    let client: BackendAIClient
    let console: Console

    /// Creates the session of `request` and waits for it.
    func create(_ request: SessionRequest) async throws(ClientError) -> CreatedSession {
        try await create(request.name) { () async throws(ClientError) in try await client.sessions.create(request) }
    }

    /// Creates the session of a template, and waits for it.
    func create(_ request: TemplateSessionRequest) async throws(ClientError) -> CreatedSession {
        try await create(request.name) { () async throws(ClientError) in try await client.sessions.create(request) }
    }

    private func create(
        _ name: String, _ body: @escaping @Sendable () async throws(ClientError) -> CreatedSession
    ) async throws(ClientError) -> CreatedSession {
        let outcome = await withTaskGroup(of: Result<CreatedSession, ClientError>?.self) { group in
            group.addTask {
                do throws(ClientError) {
                    return .success(try await body())
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                await explain(name)
                return nil
            }
            var outcome: Result<CreatedSession, ClientError>?
            while outcome == nil, let next = await group.next() { outcome = next }
            group.cancelAll()
            return outcome
        }
        guard let outcome else { throw .unexpectedAnswer("no answer to the request for a session") }
        return try outcome.get()
    }

    /// After a while, says once what the session waits for and who holds it.
    private func explain(_ name: String) async {
        try? await Task.sleep(for: SessionStart.patience)
        guard !Task.isCancelled, let waiting = try? await client.sessions.waiting(name) else { return }
        var line = "backend.ai: session `\(name)` waits"
        if !waiting.reason.isEmpty { line += ": \(waiting.reason)" }
        if !waiting.holders.isEmpty { line += "; held by \(waiting.holders.joined(separator: ", "))" }
        console.note(line)
        if let holder = waiting.holders.first?.split(separator: " ").first {
            console.note("hint: backend.ai rm \(holder)")
        }
    }

    /// What became of a request, in a sentence.
    static func sentence(_ session: CreatedSession) -> String {
        switch session.status {
        case "PENDING": "session `\(session.name)` is enqueued"
        case "RUNNING" where session.isNew: "session `\(session.name)` is ready"
        case "RUNNING": "session `\(session.name)` was already running"
        case "TIMEOUT": "session `\(session.name)` still waits to be scheduled"
        default: "session `\(session.name)` is \(session.status)"
        }
    }
}
