import Core
import GraphQL

/// The arguments that all lists with pages have.
struct ListArguments {
    /// Their declaration; further ones follow.
    static let inputs = [
        GraphQLInput("limit", "Int!"), GraphQLInput("offset", "Int!"), GraphQLInput("filter", .string),
        GraphQLInput("order", .string),
    ]

    let limit: Int
    let offset: Int
    /// What the filter means; nil without one.
    let filter: SQLFragment?
    let order: SQLFragment

    /// Reads them.
    ///
    /// - Parameters:
    ///   - arguments: The field's arguments.
    ///   - columns: What filters and orders may name.
    ///   - usual: The order where none is asked for.
    /// - Throws: ``GraphQLError`` in the original's words.
    init(_ arguments: GraphQLArguments, _ columns: QueryColumns, usual: OrderExpression) throws {
        limit = arguments.int("limit") ?? 0
        offset = arguments.int("offset") ?? 0
        guard limit >= 0 else { throw GraphQLError("LIMIT must not be negative") }
        guard offset >= 0 else { throw GraphQLError("OFFSET must not be negative") }
        do throws(QueryError) {
            filter = try columns.condition(of: arguments.string("filter"))
            order = try columns.ordering(of: arguments.string("order"), otherwise: usual)
        } catch {
            throw GraphQLError(error.message)
        }
    }
}

extension GraphQLContext {
    /// One page of a noun's rows.
    func page(
        of noun: Noun, _ arguments: GraphQLArguments, _ columns: QueryColumns, _ condition: SQLFragment,
        usual: OrderExpression
    ) async throws -> GraphQLResolved {
        let list = try ListArguments(arguments, columns, usual: usual)
        let (rows, total) = try await store.page(
            of: noun, condition && (list.filter ?? .everything), ordered: list.order, limit: list.limit,
            offset: list.offset)
        return .optional(RowPage(rows: rows, total: total))
    }

    /// All of a noun's rows that meet a condition.
    func rows(of noun: Noun, _ condition: SQLFragment) async throws -> GraphQLResolved {
        .objects(try await store.rows(of: noun, condition))
    }

    /// The one of a noun's rows that meets a condition, or null.
    func row(of noun: Noun, _ condition: SQLFragment) async throws -> GraphQLResolved {
        .optional(try await store.rows(of: noun, condition, limit: 1).first)
    }
}
