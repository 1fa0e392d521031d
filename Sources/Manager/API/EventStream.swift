import Core
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Sends an event stream until everything has been told or its client is gone.
struct EventStream<Source: EventSource>: Sendable {
    let source: Source
    let channel: any Channel
    /// Something once whoever listens may not any more.
    let revocation: AsyncStream<Void>
    /// Counts the stream for as long as it lasts.
    let lease: StreamCount.Lease
    let logger: Logger
    var timing = EventStreamTiming()

    func response() -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream", .cacheControl: "no-cache", .connection: "keep-alive",
                .accelBuffering: "no",
            ],
            body: ResponseBody { [self] writer in try await send(to: &writer) }
        )
    }

    private func send(to writer: inout any ResponseBodyWriter) async throws {
        let (signals, signal) = source.signal.listen()
        defer { signal.finish() }
        channel.closeFuture.whenComplete { _ in signal.finish() }
        let pace = Pace()
        // Cancelled when the stream ends.
        async let _: Void = watch(pace, signal)
        async let _: Void = end(signal)
        // Makes the headers leave at once. The first event follows later: the official client misses what comes with them.
        try await write(EventStream.ping, to: &writer, pace)
        try await Task.sleep(for: timing.delay)
        var source = source
        var isFirst = true
        signal.yield()
        for await _ in signals {
            while true {
                let events = try await source.next()
                if events.isEmpty { break }
                for event in events {
                    try await write(event.text(retry: isFirst ? timing.retry : nil), to: &writer, pace)
                    isFirst = false
                }
            }
            if source.hasEnded { break }
            if pace.silence >= timing.ping { try await write(EventStream.ping, to: &writer, pace) }
        }
        try await writer.finish(nil)
    }

    /// Ends the stream of somebody who may not listen any more.
    private func end(_ signal: AsyncStream<Void>.Continuation) async {
        for await _ in revocation { signal.finish() }
    }

    private static var ping: String { ": ping\r\n\r\n" }

    private func write(_ text: String, to writer: inout any ResponseBodyWriter, _ pace: Pace) async throws {
        pace.begin()
        try await writer.write(ByteBuffer(string: text))
        pace.end()
    }

    /// Has the stream look whether a ping is due, and cuts off a client that takes nothing.
    private func watch(_ pace: Pace, _ signal: AsyncStream<Void>.Continuation) async {
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: timing.look)
            } catch {
                return
            }
            if pace.isStuck(for: timing.patience) {
                logger.info("event stream cut off", metadata: ["reason": "its client reads nothing"])
                channel.close(promise: nil)
                return
            }
            if case .terminated = signal.yield() { return }
        }
    }
}

/// How often an event stream does what.
struct EventStreamTiming: Sendable {
    /// What keeps proxies from taking the connection for dead.
    var ping = Duration.seconds(15)
    /// How often it is looked whether something is due.
    var look = Duration.seconds(5)
    /// How long a client may read nothing while there is something to read.
    var patience = Duration.seconds(30)
    /// Between the headers and the first event.
    var delay = Duration.milliseconds(200)
    /// Seconds until a client comes back.
    var retry = 5
}

/// When an event stream has been written to.
private final class Pace: Sendable {
    private struct State {
        var began: ContinuousClock.Instant?
        var last = ContinuousClock.now
    }

    private let state = Mutex(State())

    func begin() { state.withLock { $0.began = .now } }

    func end() { state.withLock { ($0.began, $0.last) = (nil, .now) } }

    var silence: Duration { state.withLock { .now - $0.last } }

    func isStuck(for patience: Duration) -> Bool {
        state.withLock { $0.began.map { .now - $0 >= patience } ?? false }
    }
}

extension HTTPField.Name {
    /// Tells nginx to pass events on as they come.
    fileprivate static let accelBuffering = HTTPField.Name("X-Accel-Buffering") ?? .cacheControl
}
