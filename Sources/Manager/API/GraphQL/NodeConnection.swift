import Core
import GraphQL

/// The part of a list that one request wants: the first after a place, or the last before one.
struct ConnectionArguments: Equatable {
    /// Their declaration.
    static let inputs = [
        GraphQLInput("filter", .string), GraphQLInput("order", .string), GraphQLInput("offset", .int),
        GraphQLInput("before", .string), GraphQLInput("after", .string), GraphQLInput("first", .int),
        GraphQLInput("last", .int),
    ]

    /// How many items are given when nobody says how many.
    private static let usualSize = 10

    /// Whether the page ends before the cursor instead of beginning after it.
    let isBackward: Bool
    /// The global id of an item; nil for the end of the list from which is counted.
    let cursor: String?
    let size: Int
    let offset: Int

    /// Reads them.
    ///
    /// - Throws: ``GraphQLError`` in the original's words.
    init(_ arguments: GraphQLArguments) throws(GraphQLError) {
        let (after, before) = (arguments.string("after"), arguments.string("before"))
        let (first, last) = (arguments.int("first"), arguments.int("last"))
        guard first ?? 0 >= 0 else { throw GraphQLError("The 'first' argument must be a non-negative integer.") }
        guard last ?? 0 >= 0 else { throw GraphQLError("The 'last' argument must be a non-negative integer.") }
        isBackward = before != nil || last != nil
        guard !isBackward || (after == nil && first == nil) else {
            throw GraphQLError(
                "Can only paginate with single direction, forwards or backwards. "
                    + "Please set only one of (after, first) or (before, last).")
        }
        offset = arguments.int("offset") ?? 0
        guard offset >= 0 else { throw GraphQLError("OFFSET must not be negative") }
        cursor = after ?? before
        size = first ?? last ?? ConnectionArguments.usualSize
    }

    /// Which of `total` items are meant, when the cursor's is the one with that number, counted from 0.
    func range(of total: Int, cursorAt place: Int?) -> Range<Int> {
        if isBackward {
            let end = max(0, (place ?? total) - offset)
            return max(0, end - size)..<end
        }
        let start = min(total, (place.map { $0 + 1 } ?? 0) + offset)
        return start..<min(total, start + size)
    }
}

/// One page of nodes.
struct NodeConnection: Sendable {
    let kind: NodeKind
    let rows: [SQLRow]
    let total: Int
    /// Which of all they are.
    let range: Range<Int>

    private struct PageInfo: Sendable {
        let connection: NodeConnection

        func cursor(_ row: SQLRow?) -> String? { row.map { connection.kind.globalID(of: $0) } }
    }

    private struct Edge: Sendable {
        let kind: NodeKind
        let row: SQLRow
    }

    /// The type of the pages of a kind, and that of their edges.
    static func types(of kind: NodeKind) -> [GraphQLObject<GraphQLContext>] {
        [
            GraphQLObject("\(kind.prefix)Connection", of: NodeConnection.self) { fields in
                fields.property("pageInfo", "PageInfo!") { .object(PageInfo(connection: $0)) }
                fields.property("edges", GraphQLType(stringLiteral: "[\(kind.prefix)Edge]!")) { connection in
                    .objects(connection.rows.map { Edge(kind: connection.kind, row: $0) })
                }
                fields.property("count", .int) { .int($0.total) }
            },
            GraphQLObject("\(kind.prefix)Edge", of: Edge.self) { fields in
                fields.property("node", GraphQLType(stringLiteral: kind.rawValue)) { .object($0.row) }
                fields.property("cursor", "String!") { .string($0.kind.globalID(of: $0.row)) }
            },
        ]
    }

    static let pageInfo = GraphQLObject<GraphQLContext>("PageInfo", of: PageInfo.self) { fields in
        fields.property("hasNextPage", "Boolean!") { .bool($0.connection.range.upperBound < $0.connection.total) }
        fields.property("hasPreviousPage", "Boolean!") { .bool($0.connection.range.lowerBound > 0) }
        fields.property("startCursor", .string) { .string($0.cursor($0.connection.rows.first)) }
        fields.property("endCursor", .string) { .string($0.cursor($0.connection.rows.last)) }
    }
}

extension GraphQLContext {
    /// A page of a kind's nodes that meet a condition.
    func connection(
        of kind: NodeKind, _ arguments: GraphQLArguments, _ condition: SQLFragment
    ) async throws -> GraphQLResolved {
        let wanted = try ConnectionArguments(arguments)
        let (filter, order): (SQLFragment?, SQLFragment)
        do throws(QueryError) {
            filter = try kind.columns.condition(of: arguments.string("filter"))
            order = try kind.columns.ordering(of: arguments.string("order"), otherwise: kind.usualOrder)
        } catch {
            throw GraphQLError(error.message)
        }
        let all = condition && (filter ?? .everything)
        var place: Int?
        if let cursor = wanted.cursor {
            guard let id = kind.id(in: cursor),
                let found = try await store.place(of: id, among: kind.noun, all, ordered: order)
            else { throw GraphQLError("the cursor `\(cursor.prefix(64))` is of no item of this list") }
            place = found
        }
        let total = try await store.page(of: kind.noun, all, ordered: order, limit: 0, offset: 0).total
        let range = wanted.range(of: total, cursorAt: place)
        let rows = try await store.page(
            of: kind.noun, all, ordered: order, limit: range.count, offset: range.lowerBound
        ).rows
        return .object(NodeConnection(kind: kind, rows: rows, total: total, range: range))
    }
}
