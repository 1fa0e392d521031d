import Core
import Synchronization

/// The agents that are connected now, and the images they can run.
final class AgentDirectory: Sendable {
    private struct Entry {
        let client: AgentClient
        let node: NodeReport
    }

    private let entries = Mutex<[AgentID: Entry]>([:])
    private let arrivals = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    /// An agent answered.
    func connect(_ node: NodeReport, _ client: AgentClient) {
        entries.withLock { $0[node.agent] = Entry(client: client, node: node) }
        arrivals.continuation.finish()
    }

    /// Waits until the first agent ever has connected, for a manager that has just started; at most `patience`.
    func firstArrival(within patience: Duration) async {
        guard entries.withLock({ $0.isEmpty }) else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [stream = arrivals.stream] in for await _ in stream {} }
            group.addTask { try? await Task.sleep(for: patience) }
            await group.next()
            group.cancelAll()
        }
    }

    /// An agent does not answer any more.
    func disconnect(_ agent: AgentID) {
        entries.withLock { $0[agent] = nil }
    }

    /// How to reach an agent; nil while it is not connected.
    func client(of agent: AgentID) -> AgentClient? { entries.withLock { $0[agent]?.client } }

    /// The nodes connected, by id.
    var nodes: [NodeReport] { entries.withLock { $0.values.map(\.node) }.sorted { $0.agent < $1.agent } }

    /// Every image that some agent can run, each once, sorted by name.
    var images: [ImageReport] {
        var known: [String: ImageReport] = [:]
        for node in nodes { for image in node.images { known[image.name] = image } }
        return known.values.sorted { $0.name < $1.name }
    }

    /// How each slot that some agent has is counted.
    var slotTypes: [SlotName: SlotType] {
        nodes.reduce(into: [.cpu: .count, .mem: .bytes]) { $0.merge($1.slotTypes) { first, _ in first } }
    }
}
