import Core
import Synchronization

/// The agents that are connected now, and the images they can run.
final class AgentDirectory: Sendable {
    private struct Entry {
        let client: AgentClient
        let node: NodeReport
    }

    private struct State {
        var entries: [AgentID: Entry] = [:]
        var waiters: [Int: AsyncStream<AgentID>.Continuation] = [:]
        var lastWaiter = 0
    }

    private let state = Mutex(State())

    /// An agent that cannot be told from another one.
    struct Doubled: Error, CustomStringConvertible {
        let agent: AgentID

        var description: String {
            "another agent with the id `\(agent)` is connected; hint: give each agent an id of its own"
        }
    }

    /// Insists that an agent can be told from those that are connected: what two of one id run is anybody's guess.
    ///
    /// - Throws: ``Doubled`` while another one of its id is connected.
    func check(_ node: NodeReport) throws(Doubled) {
        let known = state.withLock { $0.entries[node.agent]?.node.epoch }
        guard known == nil || known == node.epoch else { throw Doubled(agent: node.agent) }
    }

    /// An agent answered.
    ///
    /// - Throws: ``Doubled``, as by ``check(_:)``.
    func connect(_ node: NodeReport, _ client: AgentClient) throws(Doubled) {
        try check(node)
        state.withLock { state in
            state.entries[node.agent] = Entry(client: client, node: node)
            for waiter in state.waiters.values { waiter.yield(node.agent) }
        }
    }

    /// An agent has looked for its images anew.
    func update(_ agent: AgentID, images: [ImageReport]) {
        state.withLock { state in
            guard let entry = state.entries[agent] else { return }
            state.entries[agent] = Entry(client: entry.client, node: entry.node.with(images: images))
        }
    }

    /// An agent's devices have changed.
    func update(_ agent: AgentID, devices: DeviceInventory) {
        state.withLock { state in
            guard let entry = state.entries[agent] else { return }
            state.entries[agent] = Entry(client: entry.client, node: entry.node.with(devices: devices))
        }
    }

    /// Waits until an agent is connected, any unless one is named; at most `patience`.
    ///
    /// A manager that has just started, or whose agent has, finds it within milliseconds.
    func arrival(of agent: AgentID? = nil, within patience: Duration) async {
        let (arrivals, continuation) = AsyncStream<AgentID>.makeStream()
        let waiter = state.withLock { state -> Int? in
            if agent.map({ state.entries[$0] != nil }) ?? !state.entries.isEmpty { return nil }
            state.lastWaiter += 1
            state.waiters[state.lastWaiter] = continuation
            return state.lastWaiter
        }
        guard let waiter else { return }
        defer { state.withLock { $0.waiters[waiter] = nil } }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await arrived in arrivals where agent == nil || agent == arrived { return } }
            group.addTask { try? await Task.sleep(for: patience) }
            await group.next()
            group.cancelAll()
        }
    }

    /// An agent does not answer any more.
    ///
    /// - Returns: Whether it was connected.
    @discardableResult
    func disconnect(_ agent: AgentID) -> Bool {
        state.withLock { $0.entries.removeValue(forKey: agent) != nil }
    }

    /// How to reach an agent; nil while it is not connected.
    func client(of agent: AgentID) -> AgentClient? { state.withLock { $0.entries[agent]?.client } }

    /// The nodes connected, by id.
    var nodes: [NodeReport] { state.withLock { $0.entries.values.map(\.node) }.sorted { $0.agent < $1.agent } }

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
