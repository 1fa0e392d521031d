/// What a resolver answers.
public enum GraphQLResolved: Sendable {
    case null
    /// A leaf, or a whole list of leaves.
    case value(GraphQLValue)
    /// The source of an object's fields; `type` names the object where the field's type is an interface.
    case object(any Sendable, type: String? = nil)
    case list([GraphQLResolved])

    /// The source of an object's fields, or null for nil.
    public static func optional<Source: Sendable>(_ source: Source?) -> GraphQLResolved {
        source.map { .object($0, type: nil) } ?? .null
    }

    /// One object for each source.
    public static func objects<Source: Sendable>(_ sources: [Source]) -> GraphQLResolved {
        .list(sources.map { .object($0, type: nil) })
    }

    /// A text, or null for nil.
    public static func string(_ text: String?) -> GraphQLResolved { text.map { .value(.string($0)) } ?? .null }

    /// A whole number, or null for nil.
    public static func int(_ number: Int?) -> GraphQLResolved { number.map { .value(.int($0)) } ?? .null }

    /// A number, or null for nil.
    public static func float(_ number: Double?) -> GraphQLResolved { number.map { .value(.float($0)) } ?? .null }

    /// A truth value, or null for nil.
    public static func bool(_ truth: Bool?) -> GraphQLResolved { truth.map { .value(.bool($0)) } ?? .null }

    /// A list of texts, or null for nil.
    public static func strings(_ texts: [String]?) -> GraphQLResolved { .value(GraphQLValue(texts)) }
}

/// The code behind one field, the types of its source and of the context forgotten.
///
/// Not generic, and so is nothing that executes: code for a type that only its caller knows makes each of its arrays and
/// closures by way of that type's metadata.
enum GraphQLResolver: Sendable {
    typealias Synchronous = @Sendable (any Sendable, GraphQLArguments, any Sendable) throws -> GraphQLResolved
    typealias Asynchronous = @Sendable (any Sendable, GraphQLArguments, any Sendable) async throws -> GraphQLResolved

    case synchronous(Synchronous)
    case asynchronous(Asynchronous)
}

/// The source of the root types' fields.
public struct GraphQLRoot: Sendable {
    init() {}
}
