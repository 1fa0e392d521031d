import BackendAIKit
import Core

/// The sessions of a local stack, all owners together.
struct StackSessions {
    let stack: LocalStack

    /// Ends every living session, as far as the manager can be reached.
    func endAll(console: Console) async {
        guard let status = try? stack.status(), let port = status.port, let keypair = try? stack.keypair() else {
            return
        }
        let client = BackendAIClient(ClientConfiguration(endpoint: Endpoint(loopbackPort: port), keypair: keypair))
        let living = SessionStatus.allCases.filter(\.isAlive)
        guard
            let page = try? await client.sessions.list(
                statuses: living, fields: ["session_id", "access_key"], limit: 1000)
        else {
            return
        }
        for session in page.items {
            guard let id = session["session_id"]?.text, let owner = session["access_key"]?.text else { continue }
            _ = try? await client.sessions.destroy(id, forced: true, owner: AccessKey(rawValue: owner))
        }
        let count = page.items.count
        if count > 0 { console.note("backend.ai: ended \(count == 1 ? "1 session" : "\(count) sessions")") }
        // Their kernels are gone when none is alive any more.
        for _ in 0..<500 {
            guard let left = try? await client.sessions.list(statuses: living, fields: ["session_id"], limit: 1),
                left.total > 0
            else { return }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }
}
