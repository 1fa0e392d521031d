/// A reference to a type by name, with its wrappers.
///
/// A literal is written as in the schema language: `"[String!]!"`.
public indirect enum GraphQLType: Sendable, Hashable {
    case named(String)
    case list(GraphQLType)
    case nonNull(GraphQLType)

    /// The built-in scalars.
    public static let string = GraphQLType.named("String")
    public static let int = GraphQLType.named("Int")
    public static let float = GraphQLType.named("Float")
    public static let boolean = GraphQLType.named("Boolean")
    public static let id = GraphQLType.named("ID")

    /// This type without the value null.
    public var required: GraphQLType {
        isNonNull ? self : .nonNull(self)
    }

    var isNonNull: Bool {
        guard case .nonNull = self else { return false }
        return true
    }

    /// The type with the outermost `!` taken off.
    var nullable: GraphQLType {
        guard case .nonNull(let type) = self else { return self }
        return type
    }

    /// The type of the items, when this is a list, required or not.
    var item: GraphQLType? {
        guard case .list(let item) = nullable else { return nil }
        return item
    }

    /// The name inside all wrappers.
    var name: String {
        switch self {
        case .named(let name): name
        case .list(let type), .nonNull(let type): type.name
        }
    }
}

extension GraphQLType: CustomStringConvertible, ExpressibleByStringLiteral {
    /// The type in the schema language.
    public var description: String {
        switch self {
        case .named(let name): name
        case .list(let type): "[" + type.description + "]"
        case .nonNull(let type): type.description + "!"
        }
    }

    /// Reads the schema language; a malformed text becomes a name that ``GraphQLSchema`` then refuses.
    public init(stringLiteral text: String) {
        self.init(text[...])
    }

    private init(_ text: Substring) {
        if text.hasSuffix("!") {
            self = .nonNull(GraphQLType(text.dropLast()))
        } else if text.hasPrefix("["), text.hasSuffix("]") {
            self = .list(GraphQLType(text.dropFirst().dropLast()))
        } else {
            self = .named(String(text))
        }
    }
}
