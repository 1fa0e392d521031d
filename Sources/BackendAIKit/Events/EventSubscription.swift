import Transport

/// What a subscription gives, in order.
public enum EventStreamItem: Sendable, Equatable {
    /// The stream stands: what happens from now on is told.
    ///
    /// Between two of these a manager that keeps no ids may have told things that were not heard.
    case connected
    /// An event.
    case event(ServerSentEvent)
}

/// A stream of a manager's events that is taken up again when it breaks, by a freshly signed request that names the last
/// id heard.
///
/// One task reads it.
public actor EventSubscription {
    /// The name of the event after which nothing follows.
    public static let closing = "server_close"

    /// How long a manager may be away before it counts as lost.
    private let patience: Duration
    private let client: BackendAIClient
    private let target: String
    private var parser = ServerSentEventParser()
    private var body: HTTPBody.Iterator?
    private var waiting: [ServerSentEvent] = []
    private var isOver = false
    private var hasConnected = false
    private let pause: @Sendable (Duration) async throws -> Void

    init(
        client: BackendAIClient, target: String, patience: Duration = .seconds(120),
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.client = client
        self.target = target
        self.patience = patience
        self.pause = pause
    }

    /// The next thing of the stream, waiting for it and connecting again where needed.
    ///
    /// - Returns: Nil after the event that closes the stream has been given, and after cancellation.
    /// - Throws: ``ClientError`` when the manager refuses the stream, or is away for too long.
    public func next() async throws(ClientError) -> EventStreamItem? {
        while true {
            if !waiting.isEmpty {
                let event = waiting.removeFirst()
                if event.name == Self.closing { isOver = true }
                return .event(event)
            }
            if isOver || Task.isCancelled { return nil }
            if body == nil {
                try await connect()
                return isOver ? nil : .connected
            }
            try await read()
        }
    }

    private func read() async throws(ClientError) {
        guard var iterator = body else { return }
        do {
            if let bytes = try await iterator.next(isolation: self) {
                waiting = try parser.take(bytes)
                body = iterator
                return
            }
        } catch is ServerSentEventParser.TooLong {
            throw .unexpectedAnswer("an event is longer than \(ServerSentEventParser.limit) bytes")
        } catch {
            // A stream that breaks is taken up again, whatever broke it.
        }
        body = nil
        // What was heard of an event that did not end comes again.
        parser = parser.restarted
    }

    /// Connects, again and again while the manager is away.
    private func connect() async throws(ClientError) {
        let deadline = ContinuousClock.now + patience
        // The first connection is refused or not by what is there; a broken stream gives a manager time to come back.
        var wait = Duration.milliseconds(hasConnected ? 200 : 0)
        while true {
            let longest = max(.milliseconds(200), Duration.seconds(min(parser.retry ?? 5, 60)))
            do {
                if hasConnected { try await pause(min(wait, longest)) }
                body = try await client.events(target, lastID: parser.lastID).makeAsyncIterator()
                hasConnected = true
                return
            } catch let error as ClientError {
                guard hasConnected, error.mayPass, ContinuousClock.now < deadline else { throw error }
            } catch {
                isOver = true
                return
            }
            wait = min(wait * 2, longest)
        }
    }
}

extension ServerSentEventParser {
    /// The reader of the stream that takes this one up.
    var restarted: ServerSentEventParser {
        var parser = ServerSentEventParser(lastID: lastID)
        parser.keep(retry: retry)
        return parser
    }
}

extension ClientError {
    /// Whether the same request may succeed later: the manager is away, or not yet whole again.
    var mayPass: Bool {
        switch self {
        case .unreachable, .interrupted: true
        case .problem(let report): report.status >= 500
        case .unexpectedAnswer, .downgraded: false
        }
    }
}
