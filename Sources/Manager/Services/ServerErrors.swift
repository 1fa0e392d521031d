import Core
import Logging
import ServiceLifecycle
import Synchronization

/// The manager's own failures, on their way to the log of errors that administrators read.
///
/// Bounded on all sides: whoever makes the manager fail fills neither its memory nor its disk.
final class ServerErrors: Service {
    /// The most that wait to be written.
    private static let maximumWaiting = 64
    /// The most that are taken in a minute.
    private static let maximumRate = 120
    private static let purgeInterval = Duration.seconds(600)

    private struct Rate {
        var minute: Int64 = 0
        var count = 0
    }

    private let store: Store
    private let settings: ClusterSettings
    private let logger: Logger
    private let entries: AsyncStream<ErrorLogRecord>
    private let continuation: AsyncStream<ErrorLogRecord>.Continuation
    private let rate = Mutex(Rate())
    private let now: @Sendable () -> Int64

    init(
        store: Store, settings: ClusterSettings, logger: Logger, now: @escaping @Sendable () -> Int64 = Timestamp.now
    ) {
        self.now = now
        self.store = store
        self.settings = settings
        self.logger = logger
        (entries, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.maximumWaiting))
    }

    /// Takes note of a failure that a request was answered with by 500.
    ///
    /// - Parameters:
    ///   - message: What went wrong, in a sentence.
    ///   - user: Whose request it was.
    ///   - target: Its path and query.
    ///   - status: What it was answered.
    /// - Returns: Whether there was room for it.
    @discardableResult
    func note(_ message: String, user: String?, target: String, status: Int) -> Bool {
        let now = now()
        let isAdmitted = rate.withLock { rate in
            if rate.minute != now / 60_000_000 { rate = Rate(minute: now / 60_000_000) }
            rate.count += 1
            return rate.count <= ServerErrors.maximumRate
        }
        guard isAdmitted else { return false }
        let outcome = continuation.yield(
            ErrorLogRecord(
                id: KernelID.random().rawValue, createdAt: now, severity: .error, source: "manager", user: user,
                message: String(message.prefix(2000)), contextLanguage: "swift",
                contextEnvironment: ["version": .string(ProductVersion.current)],
                requestURL: String(target.prefix(2000)), requestStatus: Int64(status)))
        if case .enqueued = outcome { return true }
        return false
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { for await entry in self.entries { await self.write(entry) } }
                group.addTask {
                    while !Task.isCancelled {
                        await self.purge()
                        try? await Task.sleep(for: Self.purgeInterval)
                    }
                }
                await group.waitForAll()
            }
        }
    }

    private func write(_ entry: ErrorLogRecord) async {
        do {
            try await store.append([entry])
        } catch {
            logger.warning("cannot write to the log of errors", metadata: ["error": "\(error)"])
        }
    }

    private func purge() async {
        do {
            try await store.purgeErrorLogs(before: Timestamp.now() - settings.errorLogRetention.seconds * 1_000_000)
        } catch {
            logger.warning("cannot purge the log of errors", metadata: ["error": "\(error)"])
        }
    }
}
