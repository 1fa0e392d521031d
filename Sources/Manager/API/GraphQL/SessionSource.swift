import Core
import GraphQL

/// A session with what its fields are read from; kernels and what they hold are read when a field asks for them.
///
/// A class, since it is handed to each of its fields.
final class SessionSource: Sendable {
    let session: SessionRecord
    private let batch: SessionBatch

    private init(session: SessionRecord, batch: SessionBatch) {
        self.session = session
        self.batch = batch
    }

    /// The sources of sessions that are read together.
    static func all(of records: [SessionRecord], _ store: Store) -> [SessionSource] {
        let batch = SessionBatch(records.map(\.id), store)
        return records.map { SessionSource(session: $0, batch: batch) }
    }

    /// The session's kernels, main first.
    func kernels() async throws -> [KernelRecord] { try await batch.kernels()[session.id] ?? [] }

    /// The agents of the session's kernels, each once, the main kernel's first.
    func agents() async throws -> [String] {
        try await kernels().compactMap { $0.agent?.rawValue }.reduce(into: []) { agents, agent in
            if !agents.contains(agent) { agents.append(agent) }
        }
    }

    /// What the session's kernels hold, or held, together.
    func occupied() async throws -> ResourceSlots {
        try await batch.occupied()[session.id, default: [:]].values.reduce(.none, +)
    }

    /// The kernels with their session.
    func kernelSources() async throws -> [KernelSource] {
        let occupied = try await batch.occupied()[session.id, default: [:]]
        return try await kernels().map {
            KernelSource(kernel: $0, session: session, occupied: occupied[$0.id] ?? .none)
        }
    }
}

/// What is read for several sessions at once, at most one time each.
private actor SessionBatch {
    private let sessions: [SessionID]
    private let store: Store
    private var kernelTask: Task<[SessionID: [KernelRecord]], any Error>?
    private var occupiedTask: Task<[SessionID: [KernelID: ResourceSlots]], any Error>?

    init(_ sessions: [SessionID], _ store: Store) {
        self.sessions = sessions
        self.store = store
    }

    func kernels() async throws -> [SessionID: [KernelRecord]] {
        let task = kernelTask ?? Task { [store, sessions] in try await store.kernels(of: sessions) }
        kernelTask = task
        return try await task.value
    }

    func occupied() async throws -> [SessionID: [KernelID: ResourceSlots]] {
        let task = occupiedTask ?? Task { [store, sessions] in try await store.allocated(to: sessions) }
        occupiedTask = task
        return try await task.value
    }
}

/// A kernel with its session.
struct KernelSource: Sendable {
    let kernel: KernelRecord
    let session: SessionRecord
    /// What it holds, or held.
    let occupied: ResourceSlots

    /// The canonical image.
    var image: String { kernel.shape?.image ?? session.image }
}

/// One page of sessions.
struct SessionPage: Sendable {
    let items: [SessionSource]
    let total: Int
}

/// One page of kernels.
struct KernelPage: Sendable {
    let items: [KernelSource]
    let total: Int
}

extension GraphQLResolved {
    /// A time in ISO 8601 with its offset, from microseconds since 1970.
    static func time(_ microseconds: Int64?) -> GraphQLResolved {
        .string(microseconds.map { RequestDate.header(for: Timestamp.date($0)).text })
    }

    /// A JSON text, as fields of the type JSONString have.
    static func json(_ value: JSONValue?) -> GraphQLResolved { .string(value?.encodedText) }

    /// Slots as a JSON text.
    static func slots(_ slots: ResourceSlots) -> GraphQLResolved { .string(slots.stored) }
}
