/// A place in the text of a document, counted from 1 in lines and Unicode scalars.
public struct GraphQLLocation: Sendable, Equatable {
    /// The line; LF, CR and CR LF end one.
    public let line: Int
    /// The column.
    public let column: Int

    /// Names a place.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// A text that is no GraphQL document.
public struct GraphQLSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was found, in graphql-core's words.
    public let message: String
    /// Where it was found.
    public let location: GraphQLLocation

    public var description: String { message }
}
