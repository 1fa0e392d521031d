/// An object type and the code that answers its fields.
public struct GraphQLObject<Context: Sendable>: Sendable {
    let name: String
    let description: String?
    let interfaces: [String]
    let fields: [GraphQLField]
    /// One for each of `fields`.
    let resolvers: [GraphQLResolver]

    /// Declares an object whose fields are read from values of `Source`.
    public init<Source: Sendable>(
        _ name: String,
        of source: Source.Type,
        implements interfaces: [String] = [],
        description: String? = nil,
        fields declare: (inout GraphQLFields<Context, Source>) -> Void
    ) {
        var fields = GraphQLFields<Context, Source>(type: name)
        declare(&fields)
        self.name = name
        self.description = description
        self.interfaces = interfaces
        self.fields = fields.fields
        self.resolvers = fields.resolvers
    }

    /// Declares a root object, whose fields have no source.
    public init(
        _ name: String,
        description: String? = nil,
        fields declare: (inout GraphQLFields<Context, GraphQLRoot>) -> Void
    ) {
        self.init(name, of: GraphQLRoot.self, description: description, fields: declare)
    }
}

/// Collects the fields of one object type.
public struct GraphQLFields<Context: Sendable, Source: Sendable> {
    private let type: String
    private(set) var fields: [GraphQLField] = []
    private(set) var resolvers: [GraphQLResolver] = []

    init(type: String) {
        self.type = type
    }

    /// Adds a field that needs nothing but its source.
    public mutating func property(
        _ name: String,
        _ type: GraphQLType,
        description: String? = nil,
        read: @escaping @Sendable (Source) throws -> GraphQLResolved
    ) {
        let expectation = expectation(name)
        add(
            GraphQLField(name, type, description: description),
            .synchronous { source, _, _ in try read(expectation.check(source)) })
    }

    /// Adds a field that is answered at once, without suspension.
    public mutating func field(
        _ name: String,
        _ type: GraphQLType,
        _ arguments: [GraphQLInput] = [],
        description: String? = nil,
        resolve: @escaping @Sendable (Source, GraphQLArguments, Context) throws -> GraphQLResolved
    ) {
        let expectation = expectation(name)
        add(
            GraphQLField(name, type, arguments, description: description),
            .synchronous { source, arguments, context in
                try resolve(expectation.check(source), arguments, expectation.check(context: context))
            })
    }

    /// Adds a field whose answer is waited for; such fields of one query run concurrently.
    public mutating func asyncField(
        _ name: String,
        _ type: GraphQLType,
        _ arguments: [GraphQLInput] = [],
        description: String? = nil,
        resolve: @escaping @Sendable (Source, GraphQLArguments, Context) async throws -> GraphQLResolved
    ) {
        let expectation = expectation(name)
        add(
            GraphQLField(name, type, arguments, description: description),
            .asynchronous { source, arguments, context in
                try await resolve(expectation.check(source), arguments, expectation.check(context: context))
            })
    }

    private mutating func add(_ field: GraphQLField, _ resolver: GraphQLResolver) {
        fields.append(field)
        resolvers.append(resolver)
    }

    private func expectation(_ field: String) -> Expectation<Context, Source> {
        Expectation(field: type + "." + field)
    }
}

/// What a field reads; anything else is a mistake of the schema and becomes an error of that field.
private struct Expectation<Context: Sendable, Source: Sendable>: Sendable {
    let field: String

    func check(_ source: any Sendable) throws -> Source {
        guard let typed = source as? Source else {
            throw GraphQLError("Field '\(field)' expects a source of \(Source.self), not \(Swift.type(of: source)).")
        }
        return typed
    }

    func check(context: any Sendable) throws -> Context {
        guard let typed = context as? Context else {
            throw GraphQLError("Field '\(field)' expects a context of \(Context.self), not \(Swift.type(of: context)).")
        }
        return typed
    }
}
