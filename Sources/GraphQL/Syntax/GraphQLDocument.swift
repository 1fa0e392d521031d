/// What an operation does.
public enum GraphQLOperationKind: String, Sendable {
    case query, mutation, subscription
}

/// A parsed request text: operations and fragments, not yet held against a schema.
public struct GraphQLDocument: Sendable {
    let source: SourceText
    let definitions: [Definition]
    let operations: [OperationDefinition]
    /// By name; of several with one name (an error) the last.
    let fragments: [String: FragmentDefinition]

    init(source: SourceText, definitions: [Definition]) {
        self.source = source
        self.definitions = definitions
        operations = definitions.compactMap { definition in
            guard case .operation(let operation) = definition else { return nil }
            return operation
        }
        var fragments: [String: FragmentDefinition] = [:]
        for case .fragment(let fragment) in definitions { fragments[fragment.name.text] = fragment }
        self.fragments = fragments
    }

    /// Parses `text`.
    ///
    /// - Throws: ``GraphQLSyntaxError``, also for what exceeds the depth or the number of tokens in `limits`.
    public static func parse(
        _ text: String,
        limits: GraphQLLimits = GraphQLLimits()
    ) throws(GraphQLSyntaxError) -> GraphQLDocument {
        var parser = Parser(SourceText(bytes: Array(text.utf8)), limits: limits)
        return try parser.document()
    }

    /// Parses a text in UTF-8.
    ///
    /// - Throws: ``GraphQLSyntaxError``, also when the bytes are no UTF-8.
    public static func parse(
        utf8 bytes: [UInt8],
        limits: GraphQLLimits = GraphQLLimits()
    ) throws(GraphQLSyntaxError) -> GraphQLDocument {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw GraphQLSyntaxError(
                message: "Syntax Error: Invalid UTF-8.", location: GraphQLLocation(line: 1, column: 1))
        }
        var parser = Parser(SourceText(bytes: bytes), limits: limits)
        return try parser.document()
    }

    /// What the operation to be executed does, or nil when `operationName` picks none.
    public func kind(ofOperation operationName: String? = nil) -> GraphQLOperationKind? {
        try? operation(named: operationName).kind
    }

    func operation(named name: String?) throws(GraphQLError) -> OperationDefinition {
        if let name {
            guard let operation = operations.last(where: { $0.name?.text == name }) else {
                throw GraphQLError("Unknown operation named '\(name)'.")
            }
            return operation
        }
        guard let operation = operations.first else { throw GraphQLError("Must provide an operation.") }
        guard operations.count == 1 else {
            throw GraphQLError("Must provide operation name if query contains multiple operations.")
        }
        return operation
    }
}

/// A name and the byte offset at which it stands.
struct Name: Sendable {
    let text: String
    let offset: Int
}

enum Definition: Sendable {
    case operation(OperationDefinition)
    case fragment(FragmentDefinition)
}

struct OperationDefinition: Sendable {
    let kind: GraphQLOperationKind
    let name: Name?
    let variables: [VariableDefinition]
    let directives: [Directive]
    let selectionSet: SelectionSet
    let offset: Int
}

struct FragmentDefinition: Sendable {
    let name: Name
    let condition: Name
    let directives: [Directive]
    let selectionSet: SelectionSet
    let offset: Int
}

struct VariableDefinition: Sendable {
    let name: String
    let nameOffset: Int
    let type: GraphQLType
    /// Where the type starts, and where the name inside its brackets does.
    let typeOffset: Int
    let namedTypeOffset: Int
    let defaultValue: Literal?
    let directives: [Directive]
    let offset: Int
}

struct Directive: Sendable {
    let name: String
    let arguments: [Argument]
    let offset: Int
}

struct Argument: Sendable {
    let name: String
    let value: Literal
    let offset: Int
}

/// What stands in braces; a class, so that results about it can be kept by identity.
final class SelectionSet: Sendable {
    let selections: [Selection]
    let offset: Int

    init(selections: [Selection], offset: Int) {
        self.selections = selections
        self.offset = offset
    }
}

enum Selection: Sendable {
    case field(Field)
    case spread(FragmentSpread)
    case inline(InlineFragment)
}

/// A requested field; a class, because plans and conflicts refer to it.
final class Field: Sendable {
    let alias: String?
    let name: String
    let arguments: [Argument]
    let directives: [Directive]
    let selectionSet: SelectionSet?
    let offset: Int

    /// The key in the response.
    var key: String { alias ?? name }

    init(
        alias: String?,
        name: String,
        arguments: [Argument],
        directives: [Directive],
        selectionSet: SelectionSet?,
        offset: Int
    ) {
        self.alias = alias
        self.name = name
        self.arguments = arguments
        self.directives = directives
        self.selectionSet = selectionSet
        self.offset = offset
    }
}

struct FragmentSpread: Sendable {
    let name: Name
    let directives: [Directive]
    let offset: Int
}

struct InlineFragment: Sendable {
    let condition: Name?
    let directives: [Directive]
    let selectionSet: SelectionSet
    let offset: Int
}
