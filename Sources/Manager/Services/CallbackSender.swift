import Core
import Logging
import ServiceLifecycle
import Synchronization
import Transport

/// Tells the addresses that sessions were created with what becomes of them.
///
/// What is to be told lies in the database from the moment it happens, so that a manager that restarts goes on with it;
/// an address may therefore be told twice, and of one session in order. It has ``attempts`` chances.
struct CallbackSender: Service {
    /// How often an address is tried.
    static let attempts = 4
    /// How many addresses are told at once.
    private static let lanes = 8
    /// How long one try may take.
    private static let limit = Duration.seconds(30)
    /// Microseconds until the second try; each further one waits three times as long.
    private static let firstPause: Int64 = 1_000_000

    let store: Store
    let client: HTTPClient
    let logger: Logger
    var firstPause = CallbackSender.firstPause

    func run() async throws {
        await cancelWhenGracefulShutdown { await work() }
    }

    private func work() async {
        let (signals, signal) = store.callbackHint.listen()
        defer { signal.finish() }
        let busy = Busy()
        await withDiscardingTaskGroup { group in
            signal.yield()
            for await _ in signals {
                let now = Timestamp.now()
                let due = (try? await store.dueCallbacks(at: now, limit: 64)) ?? []
                for callback in due where busy.enter(callback.session, lanes: CallbackSender.lanes) {
                    group.addTask {
                        await deliver(callback)
                        busy.leave(callback.session)
                        signal.yield()
                    }
                }
                guard let next = try? await store.nextCallback(after: now), busy.waits(until: next) else { continue }
                group.addTask {
                    try? await Task.sleep(for: .microseconds(max(0, next - Timestamp.now())))
                    busy.stopsWaiting(until: next)
                    signal.yield()
                }
            }
            group.cancelAll()
        }
    }

    private func deliver(_ callback: PendingCallback) async {
        let problem = await problem(of: callback)
        do {
            guard let problem else { return try await store.remove(callback) }
            logger.info(
                "callback failed",
                metadata: [
                    "session.id": "\(callback.session)", "error": "\(problem)", "attempt": "\(callback.attempts)",
                ])
            guard callback.attempts + 1 < CallbackSender.attempts else { return try await store.remove(callback) }
            var pause = firstPause
            for _ in 0..<callback.attempts { pause *= 3 }
            try await store.postpone(callback, until: Timestamp.now() + pause)
        } catch {
            logger.error("cannot save a callback", metadata: ["error": "\(error)"])
        }
    }

    /// Tells an address; what kept it from being told, if something did.
    private func problem(of callback: PendingCallback) async -> String? {
        let body: JSONValue = [
            "type": "session_lifecycle", "event": .string(callback.event),
            "session_id": .string(callback.session.rawValue),
            "when": .string(RequestDate.header(for: Timestamp.date(callback.happenedAt)).text),
        ]
        let request = HTTPRequest(
            method: "POST", url: callback.url,
            headers: ["Content-Type": "application/json", "User-Agent": "Backend.AI \(ProductVersion.current)"],
            body: body.encoded, timeout: CallbackSender.limit)
        return await withTaskGroup(of: String?.self) { group in
            group.addTask {
                do {
                    let response = try await client.send(request, maximumBodySize: 64 << 10)
                    return (200..<300).contains(response.status) ? nil : "the answer was \(response.status)"
                } catch {
                    return "\(error)"
                }
            }
            group.addTask {
                try? await Task.sleep(for: CallbackSender.limit)
                return "no answer within \(CallbackSender.limit)"
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}

/// Which sessions' addresses are being told, and when the sender looks again.
private final class Busy: Sendable {
    private struct State {
        var sessions: Set<SessionID> = []
        var wake: Int64?
    }

    private let state = Mutex(State())

    /// Whether the session has a lane now that it did not have.
    func enter(_ session: SessionID, lanes: Int) -> Bool {
        state.withLock { state in
            guard state.sessions.count < lanes else { return false }
            return state.sessions.insert(session).inserted
        }
    }

    func leave(_ session: SessionID) { state.withLock { _ = $0.sessions.remove(session) } }

    /// Whether somebody must wait until `time`, since nobody waits for so early a time.
    func waits(until time: Int64) -> Bool {
        state.withLock { state in
            guard state.wake.map({ time < $0 }) ?? true else { return false }
            state.wake = time
            return true
        }
    }

    func stopsWaiting(until time: Int64) { state.withLock { if $0.wake == time { $0.wake = nil } } }
}
