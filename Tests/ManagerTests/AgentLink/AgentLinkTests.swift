import Core
import Glibc
import Logging
import ServiceLifecycle
import Synchronization
import Testing
import Transport

@testable import Manager

@Suite("Agent link", .timeLimit(.minutes(1)))
struct AgentLinkTests {
    private static let id = AgentID(rawValue: "i-a")
    private static let slot = SlotName("cuda.device")

    private struct World: Sendable {
        let store: Store
        let agent: ScriptedAgent
        let log: LogText

        /// Waits until the database has what is expected of the agent.
        func row(where isExpected: (SQLRow) -> Bool) async throws -> SQLRow {
            while true {
                let rows = try await store.transaction { connection throws(StoreError) in
                    try connection.query("SELECT * FROM agents")
                }
                if let row = rows.first, isExpected(row) { return row }
                try await Task.sleep(for: .milliseconds(5))
            }
        }
    }

    private static func node(_ gpus: [DeviceReport]) -> NodeReport {
        TestStore.node("i-a", cpu: 4).with(
            devices: DeviceInventory(
                [DeviceReport(id: DeviceID(rawValue: "all"), slot: .cpu, capacity: Quantity(4))] + gpus,
                [slot: SlotRules()]))
    }

    private static func gpu(_ id: String, problem: String? = nil) -> DeviceReport {
        DeviceReport(id: DeviceID(rawValue: id), slot: slot, capacity: Quantity(1), problem: problem)
    }

    /// Runs `body` with a link to an agent that describes itself so.
    private static func with(
        _ node: NodeReport, _ body: @escaping @Sendable (World) async throws -> Void
    ) async throws {
        let test = try await TestStore()
        let (agent, http, log) = (ScriptedAgent(in: test.place), HTTPClient(), LogText())
        agent.describe(node)
        let (directory, tasks) = (AgentDirectory(), BackgroundTasks())
        let logger = Logger(label: "test") { _ in log.handler }
        let engine = SessionEngine(
            store: test.store, directory: directory, changes: SessionChanges(), tasks: tasks, logger: logger)
        let link = AgentLink(
            client: AgentClient(socket: agent.path, peer: geteuid(), client: http), directory: directory,
            store: test.store, engine: engine, silence: Signal(), logger: logger)
        try await withServices([agent.service, tasks, link]) {
            await agent.listens()
            try await body(World(store: test.store, agent: agent, log: log))
            // Nobody need wait for the stream of events to end by itself.
            agent.tell(AgentEvent(number: 9), isLast: true)
        }
        await http.shutdown()
    }

    @Test("an agent's devices are kept as it says, and again when some of them change")
    func devices() async throws {
        try await Self.with(Self.node([Self.gpu("GPU-1"), Self.gpu("GPU-2")])) { world in
            let first = try await world.row { $0.text("status") == "ALIVE" }
            #expect(ResourceSlots(stored: first.text("available_slots"))[Self.slot] == Quantity(2))
            while !world.agent.isFollowed { try await Task.sleep(for: .milliseconds(5)) }
            let less = Self.node([Self.gpu("GPU-1"), Self.gpu("GPU-2", problem: "lost")])
            world.agent.tell(AgentEvent(number: 1, devices: less.devices))
            let second = try await world.row {
                ResourceSlots(stored: $0.text("available_slots"))[Self.slot] == Quantity(1)
            }
            #expect(DeviceInventory(stored: second.text("devices")) == less.devices)
        }
    }

    @Test("an agent whose devices cannot be is refused, which is said once, until it says something else")
    func garbage() async throws {
        try await Self.with(Self.node([Self.gpu("GPU-1"), Self.gpu("GPU-1")])) { world in
            while world.agent.questions < 4 { try await Task.sleep(for: .milliseconds(5)) }
            #expect(
                world.log.lines == [
                    "agent refused: its devices cannot be: the device `GPU-1` of `cuda.device` is listed twice"
                ])
            #expect(try await world.store.livingAgents().isEmpty)
            world.agent.describe(Self.node([Self.gpu("GPU-1")]))
            _ = try await world.row { $0.text("status") == "ALIVE" }
        }
    }
}

/// What is logged as an error, a line each.
private final class LogText: Sendable {
    private struct Handler: LogHandler {
        let text: LogText
        var metadata = Logger.Metadata()
        var logLevel = Logger.Level.error

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let error = event.metadata?["error"].map { ": \($0)" } ?? ""
            text.content.withLock { $0.append("\(event.message)\(error)") }
        }
    }

    private let content = Mutex<[String]>([])

    var lines: [String] { content.withLock { $0 } }
    var handler: any LogHandler { Handler(text: self) }
}
