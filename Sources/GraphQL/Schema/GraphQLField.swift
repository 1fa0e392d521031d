/// An argument of a field, or a field of an input object.
public struct GraphQLInput: Sendable {
    /// The name.
    public let name: String
    /// What values it takes.
    public let type: GraphQLType
    /// The value it has when none is given; nil means none, `.null` means null.
    public let defaultValue: GraphQLValue?
    /// What it is for.
    public let description: String?

    /// Declares an input.
    public init(
        _ name: String,
        _ type: GraphQLType,
        default defaultValue: GraphQLValue? = nil,
        description: String? = nil
    ) {
        self.name = name
        self.type = type
        self.defaultValue = defaultValue
        self.description = description
    }

    /// Whether a request must give it.
    var isRequired: Bool { type.isNonNull && defaultValue == nil }
}

/// A field as the schema shows it, without the code that answers it.
public struct GraphQLField: Sendable {
    /// The name.
    public let name: String
    /// What it answers.
    public let type: GraphQLType
    /// What it takes, in the order in which the schema prints them.
    public let arguments: [GraphQLInput]
    /// What it is for.
    public let description: String?

    /// Declares a field.
    public init(_ name: String, _ type: GraphQLType, _ arguments: [GraphQLInput] = [], description: String? = nil) {
        self.name = name
        self.type = type
        self.arguments = arguments
        self.description = description
    }

    func argument(_ name: String) -> GraphQLInput? {
        arguments.first { $0.name == name }
    }
}
