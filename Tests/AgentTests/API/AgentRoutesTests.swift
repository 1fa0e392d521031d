import Core
import FoundationEssentials
import Glibc
import Hummingbird
import Logging
import ServiceLifecycle
import Testing
import Transport
import WebServer

@testable import Agent

/// Everything that managers ask of an agent that has no kernel, over its unix socket.
@Suite(
    "Agent routes",
    .enabled(if: SandboxHarness.isPossible, Comment(rawValue: SandboxHarness.obstacle ?? "")),
    .serialized, .timeLimit(.minutes(1))
)
struct AgentRoutesTests {
    private struct Client: Sendable {
        let http: HTTPClient
        let socket: String
        let events: EventLog

        func send(_ method: String, _ target: String, _ body: String? = nil) async throws -> Transport.HTTPResponse {
            try await http.send(request(method, target, body))
        }

        /// The status and the code of a refusal: `404 unknown-kernel`.
        func problem(_ method: String, _ target: String, _ body: String? = nil) async throws -> String {
            let response = try await send(method, target, body)
            let problem = try JSONDecoder().decode(AgentProblem.self, from: Data(response.body))
            return "\(response.status) \(problem.code)"
        }

        func request(_ method: String, _ target: String, _ body: String? = nil) -> Transport.HTTPRequest {
            Transport.HTTPRequest(
                method: method, url: "http://agent\(target)", unixSocket: socket, requiredPeer: geteuid(),
                body: body.map { Array($0.utf8) })
        }
    }

    private static let node = NodeReport(
        agent: AgentID(rawValue: "i-test"), version: "0.1.0", epoch: "e", architecture: "x86_64",
        available: ResourceSlots([.cpu: Quantity(2)]), slotTypes: [.cpu: .count], images: [])
    private static let devices = DeviceInventory(
        [DeviceReport(id: DeviceID(rawValue: "node0"), slot: .cpu, capacity: Quantity(2), node: 0)], [.cpu: SlotRules()]
    )

    private static func with(_ body: @escaping @Sendable (Client) async throws -> Void) async throws {
        let harness = try await SandboxHarness(scratchKind: .memory)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let state = harness.configuration.state
        let (events, tasks) = (EventLog(), AgentTasks())
        let log = try OutputLog(archive: state + "/logs")
        let devices = DeviceWatch(machine: Self.devices, accelerators: [], events: events, logger: logger)
        let supervisor = KernelSupervisor(
            sandboxes: harness.sandboxes, devices: devices, events: events, log: log,
            endings: try EndingLog(directory: state + "/endings"), pool: harness.pool, tasks: tasks, logger: logger)
        let routes = AgentRoutes(
            supervisor: supervisor, events: events, log: log, node: node, devices: devices, sampler: NodeSampler(),
            stateDirectory: state, logger: logger)
        // The socket's file is there before connections are accepted.
        let (ready, listening) = AsyncStream<Void>.makeStream()
        let server = WebServer(
            responder: routes.router().buildResponder(), webSocket: routes,
            configuration: WebServerConfiguration(
                address: .unixSocket(path: state + "/agent.sock"), requiredPeer: geteuid()),
            logger: logger, onListening: { _ in listening.finish() })
        let group = ServiceGroup(configuration: .init(services: [tasks, server], logger: logger))
        let http = HTTPClient()
        async let running: Void = group.run()
        var failure: (any Error)?
        do {
            for await _ in ready {}
            try await body(Client(http: http, socket: state + "/agent.sock", events: events))
        } catch {
            failure = error
        }
        await group.triggerGracefulShutdown()
        try await running
        await http.shutdown()
        #expect(try await harness.remove() == [])
        if let failure { throw failure }
    }

    @Test("an agent without kernels describes itself and has nothing to report")
    func node() async throws {
        try await Self.with { client in
            let node = try await client.send("GET", "/node")
            #expect(node.status == 200)
            let told = try JSONDecoder().decode(NodeReport.self, from: Data(node.body))
            #expect(told == Self.node.with(images: told.images).with(devices: Self.devices))
            #expect(!told.images.isEmpty)
            let rescanned = try await client.send("POST", "/images/rescan")
            #expect(try JSONDecoder().decode([ImageReport].self, from: Data(rescanned.body)) == told.images)
            let usage = try await client.send("GET", "/usage")
            #expect(try JSONDecoder().decode(NodeUsage.self, from: Data(usage.body)).memorySize > 0)
            let kernels = try await client.send("GET", "/kernels")
            #expect(String(decoding: kernels.body, as: UTF8.self) == "[]")
        }
    }

    @Test(
        "a kernel that nobody knows is 404, its log is empty; what is no kernel id is refused before it becomes a path")
    func unknown() async throws {
        try await Self.with { client in
            let kernel = KernelID.random()
            for (method, path, body) in [
                ("GET", "/kernels/\(kernel)", nil), ("DELETE", "/kernels/\(kernel)", #"{"reason":"user-requested"}"#),
                ("POST", "/kernels/\(kernel)/interrupt", nil),
            ] as [(String, String, String?)] {
                #expect(try await client.problem(method, path, body) == "404 unknown-kernel", "\(method)")
            }
            let log = try await client.send("GET", "/kernels/\(kernel)/logs")
            #expect(log.status == 200)
            #expect(log.body.isEmpty)
            for id in ["x", "..", "%2e%2e", "6fa459eaee8a3ca4894edb77e160355e", "..%2f..%2fetc"] {
                let answer = try await client.problem("GET", "/kernels/\(id)/logs")
                #expect(["400 invalid-request", "404 unknown-path"].contains(answer), "\(id)")
            }
        }
    }

    @Test("a request that is not understood is refused, and starts nothing")
    func malformed() async throws {
        try await Self.with { client in
            let kernel = KernelID.random()
            let other = KernelSpec(
                kernel: .random(), session: .random(), sessionName: "s", accessKey: AccessKey(rawValue: "A"),
                image: "local/python", slots: .none, sharedMemory: 0, environment: [:], hostname: "main1")
            let text = String(decoding: try JSONEncoder().encode(other), as: UTF8.self)
            for body in ["", "{}", "[", text] {
                #expect(try await client.problem("PUT", "/kernels/\(kernel)", body) == "400 invalid-request")
            }
            #expect(try await client.problem("DELETE", "/kernels/\(kernel)", "{}") == "400 invalid-request")
            #expect(try await client.problem("GET", "/nosuch") == "404 unknown-path")
            let kernels = try await client.send("GET", "/kernels")
            #expect(String(decoding: kernels.body, as: UTF8.self) == "[]")
        }
    }

    @Test(
        "a kernel of an image that is not here ends at once, is remembered, and is the same when it is asked for again")
    func unknownImage() async throws {
        try await Self.with { client in
            let spec = KernelSpec(
                kernel: .random(), session: .random(), sessionName: "s", accessKey: AccessKey(rawValue: "A"),
                image: "local/nosuch:1", slots: .none, sharedMemory: 0, environment: [:], hostname: "main1")
            let body = String(decoding: try JSONEncoder().encode(spec), as: UTF8.self)
            var reports: [KernelReport] = []
            for (method, more) in [
                ("PUT", body), ("PUT", body), ("GET", nil), ("DELETE", #"{"reason":"user-requested"}"#),
            ]
                as [(String, String?)]
            {
                let answer = try await client.send(method, "/kernels/\(spec.kernel)", more)
                reports.append(try JSONDecoder().decode(KernelReport.self, from: Data(answer.body)))
            }
            #expect(Set(reports.map(\.phase.rawValue)) == ["stopped"])
            #expect(Set(reports.map(\.reason)) == [.failedToStart])
            #expect(reports.first?.message == "this agent has no image `local/nosuch:1`")
        }
    }

    @Test("events come a line each, those after the number that is named")
    func events() async throws {
        try await Self.with { client in
            for _ in 0..<3 {
                await client.events.append(
                    KernelReport(kernel: .random(), session: SessionID(rawValue: "s"), phase: .running))
            }
            let stream = try await client.http.stream(client.request("GET", "/events?after=1"))
            var text = ""
            for try await chunk in stream.body {
                text += String(decoding: chunk, as: UTF8.self)
                if text.split(separator: "\n").count == 2 { break }
            }
            let events = try text.split(separator: "\n").map {
                try JSONDecoder().decode(AgentEvent.self, from: Data($0.utf8))
            }
            #expect(events.map(\.number) == [2, 3])
        }
    }

    @Test("the stream of a kernel that is not there is refused as a plain answer")
    func stream() async throws {
        try await Self.with { client in
            let request = client.request("GET", "/kernels/\(KernelID.random())/stream")
            let error = await #expect(throws: TransportError.self) { _ = try await client.http.webSocket(request) }
            guard case .refused(let answer) = error else {
                Issue.record("\(error as Any)")
                return
            }
            #expect(answer.status == 404)
            let problem = try JSONDecoder().decode(AgentProblem.self, from: Data(answer.body))
            #expect(problem.code == "unknown-kernel")
        }
    }
}
