import Core
import GraphQL

/// Fields that are read from columns of a row; a field is called like its column unless another is named.
extension GraphQLFields where Source == SQLRow {
    /// A text, null included.
    mutating func text(_ name: String, _ type: GraphQLType = .string, column: String? = nil) {
        let column = column ?? name
        property(name, type) { .string($0.optionalText(column)) }
    }

    mutating func flag(_ name: String) {
        property(name, .boolean) { .bool($0.flag(name)) }
    }

    mutating func number(_ name: String, _ type: GraphQLType = .int, column: String? = nil) {
        let column = column ?? name
        property(name, type) { .int($0.optionalInteger(column).map { Int($0) }) }
    }

    /// A time, kept as microseconds since 1970.
    mutating func time(_ name: String, _ type: GraphQLType = "DateTime") {
        property(name, type) { .time($0.optionalInteger(name)) }
    }

    /// A JSON array of texts.
    mutating func texts(_ name: String, column: String? = nil) {
        let column = column ?? name
        property(name, "[String]") { .strings($0.texts(column)) }
    }
}

extension SQLRow {
    /// The texts of a column that keeps a JSON array of them; nil for null.
    func texts(_ column: String) -> [String]? {
        guard let text = optionalText(column), let value = try? JSONValue(parsing: Array(text.utf8)) else { return nil }
        return value.items?.compactMap(\.text)
    }

    /// The value of a column that keeps JSON.
    func json(_ column: String) -> JSONValue? {
        optionalText(column).flatMap { try? JSONValue(parsing: Array($0.utf8)) }
    }
}

/// One page of rows.
struct RowPage: Sendable {
    let rows: [SQLRow]
    let total: Int

    /// The list type that has such pages.
    static func type(_ name: String, of item: String) -> GraphQLObject<GraphQLContext> {
        GraphQLObject(name, of: RowPage.self, implements: ["PaginatedList"]) { fields in
            fields.property("items", GraphQLType(stringLiteral: "[\(item)]!")) { .objects($0.rows) }
            fields.property("total_count", "Int!") { .int($0.total) }
        }
    }
}
