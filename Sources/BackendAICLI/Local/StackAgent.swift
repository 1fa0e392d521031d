import BackendAIKit
import Core

/// The agent of a local stack, as its manager sees it.
struct StackAgent {
    /// How long it may take from answering by itself until the manager counts on it.
    private static let patience = Duration.seconds(20)

    let access: LocalStack.Access

    /// Waits until the manager gives it sessions: who started a stack finds it whole.
    ///
    /// - Throws: ``CommandFailure`` when it does not get there.
    func waitUntilJoined() async throws {
        let client = BackendAIClient(
            ClientConfiguration(endpoint: Endpoint(loopbackPort: access.port), keypair: access.keypair))
        let deadline = ContinuousClock.now + StackAgent.patience
        while await client.livingAgents() == 0 {
            guard ContinuousClock.now < deadline else {
                throw CommandFailure(
                    what: "the agent of the local stack does not join its manager",
                    hint: "backend.ai local logs shows why")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}

extension BackendAIClient {
    /// How many agents are alive; nil when this account is not told, or the manager does not answer.
    func livingAgents() async -> Int? {
        let query = """
            query { agent_list(limit: 1, offset: 0, status: "ALIVE") { items { id } total_count } }
            """
        let data = try? await graphQL.query(query)
        return (data?["agent_list"]?["total_count"]?.integer).map(Int.init(clamping:))
    }
}
