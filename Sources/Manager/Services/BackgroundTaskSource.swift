import Core

/// The progress of one task in the background, as one listener is told of it.
///
/// A listener that is slow is told of the latest state alone.
struct BackgroundTaskSource: EventSource {
    let signal: Signal
    private let registry: BackgroundTaskRegistry
    private let id: BackgroundTaskID
    private var told = 0
    private(set) var hasEnded = false
    /// Whether it had ended before anybody listened.
    private let isReplay: Bool

    init(_ registry: BackgroundTaskRegistry, _ task: BackgroundTaskRecord) {
        self.registry = registry
        id = task.id
        signal = registry.signal
        isReplay = task.hasEnded
    }

    mutating func next() async throws -> [ServerSentEvent] {
        guard !hasEnded, let (task, revision) = try await registry.state(of: id) else { return [] }
        guard task.hasEnded else {
            guard revision > told else { return [] }
            told = revision
            return [ServerSentEvent("bgtask_updated", Self.progress(of: task), id: "\(revision)")]
        }
        // What is told must have been saved: a listener that comes back finds it.
        guard revision == .max else { return [] }
        hasEnded = true
        let data = isReplay ? Self.replay(of: task) : Self.end(of: task)
        return [ServerSentEvent("bgtask_\(task.status.rawValue)", data), .close]
    }

    private static func progress(of task: BackgroundTaskRecord) -> JSONValue {
        [
            "task_id": .string(task.id.rawValue), "message": .string(task.message),
            "current_progress": .integer(Int64(task.current)), "total_progress": .integer(Int64(task.total)),
        ]
    }

    private static func end(of task: BackgroundTaskRecord) -> JSONValue {
        ["task_id": .string(task.id.rawValue), "message": .string(task.message)]
    }

    /// What is told of a task that has ended before: the original has it from a store of texts.
    private static func replay(of task: BackgroundTaskRecord) -> JSONValue {
        [
            "task_id": .string(task.id.rawValue), "status": .string("bgtask_\(task.status.rawValue)"),
            "message": .string(task.message), "current_progress": .string("\(task.current)"),
            "total_progress": .string("\(task.total)"),
        ]
    }
}
