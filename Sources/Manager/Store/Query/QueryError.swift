import Core

/// Why a list cannot be filtered or ordered as asked; the words are the original's where it has some.
struct QueryError: Error, Equatable, CustomStringConvertible {
    /// What is told to the client.
    let message: String

    var description: String { message }

    init(_ error: FilterSyntaxError) { message = error.message }
    init(_ error: OrderSyntaxError) { message = error.message }

    private init(message: String) {
        self.message = message
    }

    /// A comparison that means nothing.
    static func comparison(_ reason: String) -> QueryError {
        QueryError(
            message: "Query filter parsing error: Error trying to process rule \"binary_expr\":\n\n\(reason)")
    }

    /// A filter that has a meaning and is too much for the database.
    static func filter(_ reason: String) -> QueryError {
        QueryError(message: "Query filter parsing error: \(reason)")
    }

    static func unknownFilterField(_ field: String) -> QueryError {
        comparison("('Unknown/unsupported field name', '\(field)')")
    }

    static func unknownOrderField(_ field: String) -> QueryError {
        QueryError(
            message: "Query ordering parsing error: Error trying to process rule \"col\":\n\n"
                + "('Unknown/unsupported field name', '\(field)')")
    }
}
