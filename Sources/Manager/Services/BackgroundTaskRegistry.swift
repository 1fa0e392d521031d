import Core
import Logging
import Synchronization

/// Work that goes on behind the request that asked for it, and that clients follow by its id.
final class BackgroundTaskRegistry: Sendable {
    /// How a task tells how far it is.
    struct Progress: Sendable {
        fileprivate let report: @Sendable (_ message: String, _ current: Int, _ total: Int) -> Void

        /// `current` of `total` steps are done.
        func update(_ message: String, current: Int, of total: Int) { report(message, current, total) }
    }

    private struct Running {
        var task: BackgroundTaskRecord
        /// Counts what has been told, so that nobody is told twice.
        var revision = 0
        var work: Task<String, any Error>?
    }

    /// Says that some task has gone on.
    let signal = Signal()
    private let store: Store
    private let tasks: BackgroundTasks
    private let logger: Logger
    private let running = Mutex<[BackgroundTaskID: Running]>([:])

    init(store: Store, tasks: BackgroundTasks, logger: Logger) {
        self.store = store
        self.tasks = tasks
        self.logger = logger
    }

    /// Starts `work` and answers the id that its progress is followed by.
    ///
    /// - Parameters:
    ///   - name: What it does, such as `rescan-images`, for logs.
    ///   - requester: Who may follow it, beside administrators.
    ///   - work: What is done; what it returns is the last message, and what it throws is told as its failure.
    /// - Returns: The task's id.
    /// - Throws: ``StoreError`` when it cannot be written down; then it is not started.
    func start(
        _ name: String, for requester: Requester,
        _ work: @escaping @Sendable (Progress) async throws -> String
    ) async throws(StoreError) -> BackgroundTaskID {
        let id = BackgroundTaskID(rawValue: SessionID.random().rawValue)
        let task = BackgroundTaskRecord(
            id: id, name: name, owner: requester.accessKey, domain: requester.user.domain, status: .started,
            message: "", current: 0, total: 0)
        try await store.begin(task)
        running.withLock { $0[id] = Running(task: task) }
        tasks.start { [self] in await run(id, work) }
        return id
    }

    /// Ends a task that runs.
    ///
    /// - Returns: Whether it ran.
    @discardableResult
    func cancel(_ id: BackgroundTaskID) -> Bool {
        let work = running.withLock { $0[id]?.work }
        work?.cancel()
        return work != nil
    }

    /// How a task stands, and the number of that state; nil for one that is not known.
    func state(of id: BackgroundTaskID) async throws(StoreError) -> (task: BackgroundTaskRecord, revision: Int)? {
        if let running = running.withLock({ $0[id] }) { return (running.task, running.revision) }
        guard var task = try await store.backgroundTask(id) else { return nil }
        if !task.hasEnded { (task.status, task.message) = (.failed, "how the task ended could not be saved") }
        return (task, .max)
    }

    private func run(_ id: BackgroundTaskID, _ work: @escaping @Sendable (Progress) async throws -> String) async {
        let progress = Progress { [self] message, current, total in
            change(id) { ($0.message, $0.current, $0.total) = (message, current, total) }
        }
        let job = Task { try await work(progress) }
        running.withLock { $0[id]?.work = job }
        let result = await withTaskCancellationHandler {
            await job.result
        } onCancel: {
            job.cancel()
        }
        let ended = change(id) { task in
            switch result {
            case .success(let message): (task.status, task.message) = (.done, message)
            case .failure(is CancellationError): task.status = .cancelled
            case .failure(let error): (task.status, task.message) = (.failed, Self.sentence(for: error))
            }
        }
        if let ended {
            do {
                try await store.save(ended)
            } catch {
                logger.error("cannot save a task", metadata: ["task.id": "\(id)", "error": "\(error)"])
            }
        }
        running.withLock { $0[id] = nil }
        signal.fire()
    }

    @discardableResult
    private func change(_ id: BackgroundTaskID, _ body: (inout BackgroundTaskRecord) -> Void) -> BackgroundTaskRecord? {
        let task = running.withLock { running -> BackgroundTaskRecord? in
            guard var entry = running[id], !entry.task.hasEnded else { return nil }
            body(&entry.task)
            entry.revision += 1
            running[id] = entry
            return entry.task
        }
        if task?.hasEnded == false { signal.fire() }
        return task
    }

    private static func sentence(for error: any Error) -> String {
        (error as? BackendError).map { $0.message ?? $0.title } ?? "\(error)"
    }
}
