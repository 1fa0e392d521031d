import Core
import GraphQL

/// What the resolvers of one request may use.
struct GraphQLContext: Sendable {
    let requester: Requester
    let sessions: SessionService

    var store: Store { sessions.store }
}

/// A session with what its fields are read from.
struct SessionSource: Sendable {
    let session: SessionRecord
    let kernels: [KernelRecord]
    let occupied: ResourceSlots
}

/// A kernel with its session.
struct KernelSource: Sendable {
    let kernel: KernelRecord
    let session: SessionRecord
    let occupied: ResourceSlots
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
