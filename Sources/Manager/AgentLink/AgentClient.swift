import Core
import NIOCore
import NIOPosix
import Transport
import WebServer

/// The manager's requests to one agent, over the agent's unix socket.
struct AgentClient: Sendable {
    private let socket: String
    private let peer: UInt32
    private let client: HTTPClient

    /// A client of the agent that listens at `socket` under the user id `peer`.
    init(socket: String, peer: UInt32, client: HTTPClient) {
        self.socket = socket
        self.peer = peer
        self.client = client
    }

    func node() async throws -> NodeReport { try await ask("GET", "/node") }

    /// Makes the agent look for images anew.
    ///
    /// - Returns: What it has now.
    func rescanImages() async throws -> [ImageReport] { try await ask("POST", "/images/rescan") }

    /// How busy the agent's machine is.
    func usage() async throws -> NodeUsage { try await ask("GET", "/usage") }

    func kernels() async throws -> [KernelReport] { try await ask("GET", "/kernels") }

    func kernel(_ id: KernelID) async throws -> KernelReport { try await ask("GET", "/kernels/\(id)") }

    /// Starts a kernel, or finds that it has been started; answers when it runs or cannot.
    func start(_ spec: KernelSpec) async throws -> KernelReport {
        try await ask("PUT", "/kernels/\(spec.kernel)", body: try JSONValue(encoding: spec))
    }

    /// Stops a kernel; answers when nothing of it is left.
    func stop(_ kernel: KernelID, _ order: StopOrder) async throws -> KernelReport {
        try await ask("DELETE", "/kernels/\(kernel)", body: try JSONValue(encoding: order))
    }

    /// Has a kernel begin anew, or finds that it has; answers when it runs or cannot.
    func restart(_ kernel: KernelID, _ order: RestartOrder) async throws -> KernelReport {
        try await ask("POST", "/kernels/\(kernel)/restart", body: try JSONValue(encoding: order))
    }

    func interrupt(_ kernel: KernelID) async throws {
        _ = try await send("POST", "/kernels/\(kernel)/interrupt")
    }

    /// What the kernel's programs have written lately.
    func logs(of kernel: KernelID) async throws -> [UInt8] {
        try await send("GET", "/kernels/\(kernel)/logs").body
    }

    /// A connection to the kernel's runner, frame by frame.
    ///
    /// - Parameters:
    ///   - kernel: Whose runner.
    ///   - group: Whose thread reads and writes: that of the client's connection, if there is one.
    /// - Returns: The connection; whoever has it closes it.
    /// - Throws: ``WebSocketDialError``.
    func stream(
        to kernel: KernelID, on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) async throws(WebSocketDialError) -> AgentSocket {
        AgentSocket(
            try await WebSocketDialer().dial(
                "/kernels/\(kernel)/stream", unixSocket: socket, requiredPeer: peer, on: group))
    }

    /// A connection to the kernel's runner for a channel, frame by frame.
    ///
    /// - Throws: ``WebSocketDialError``.
    func channel(to kernel: KernelID) async throws(WebSocketDialError) -> AgentSocket {
        AgentSocket(
            try await WebSocketDialer().dial("/kernels/\(kernel)/channel", unixSocket: socket, requiredPeer: peer))
    }

    /// What happens on the agent from now on, after event number `number` of its present epoch.
    func events(after number: Int) async throws -> AgentEvents {
        let stream = try await client.stream(request("GET", "/events?after=\(number)"))
        guard stream.status == 200 else {
            throw AgentProblem(
                code: "unexpected-answer", message: "the agent answered \(stream.status) to a request for events")
        }
        return AgentEvents(body: stream.body)
    }

    private func ask<Answer: Decodable>(_ method: String, _ target: String, body: JSONValue? = nil) async throws
        -> Answer
    {
        let response = try await send(method, target, body: body)
        return try JSONValue(parsing: response.body).decoded()
    }

    private func send(_ method: String, _ target: String, body: JSONValue? = nil) async throws -> HTTPResponse {
        let response = try await client.send(request(method, target, body: body), maximumBodySize: 16 << 20)
        guard (200..<300).contains(response.status) else {
            if let problem = try? JSONValue(parsing: response.body).decoded(as: AgentProblem.self) { throw problem }
            throw AgentProblem(code: "unexpected-answer", message: "the agent answered \(response.status)")
        }
        return response
    }

    private func request(_ method: String, _ target: String, body: JSONValue? = nil) -> HTTPRequest {
        HTTPRequest(
            method: method,
            url: "http://agent" + target,
            unixSocket: socket,
            requiredPeer: peer,
            headers: body == nil ? [:] : ["Content-Type": "application/json"],
            body: body?.encoded
        )
    }
}

/// The events of one agent, a JSON text a line.
struct AgentEvents: AsyncSequence {
    typealias Element = AgentEvent
    fileprivate let body: HTTPBody

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var chunks: HTTPBody.Iterator
        private var buffer: [UInt8] = []

        fileprivate init(chunks: HTTPBody.Iterator) {
            self.chunks = chunks
        }

        mutating func next() async throws -> AgentEvent? {
            while true {
                if let end = buffer.firstIndex(of: 10) {
                    let line = Array(buffer[..<end])
                    buffer.removeFirst(end + 1)
                    // An empty line only shows that the agent is there.
                    if line.isEmpty { continue }
                    return try JSONValue(parsing: line).decoded()
                }
                guard let chunk = try await chunks.next(isolation: #isolation) else { return nil }
                buffer.append(contentsOf: chunk)
            }
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(chunks: body.makeAsyncIterator()) }
}
