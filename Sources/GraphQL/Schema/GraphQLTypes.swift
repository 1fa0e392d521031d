/// A type of input that is an object.
public struct GraphQLInputObject: Sendable {
    let name: String
    let description: String?
    let fields: [GraphQLInput]

    /// Declares an input object.
    public init(_ name: String, description: String? = nil, fields: [GraphQLInput]) {
        self.name = name
        self.description = description
        self.fields = fields
    }
}

/// A closed set of names.
public struct GraphQLEnumeration: Sendable {
    let name: String
    let description: String?
    let values: [String]

    /// Declares an enumeration.
    public init(_ name: String, description: String? = nil, values: [String]) {
        self.name = name
        self.description = description
        self.values = values
    }
}

/// Fields that several object types share.
public struct GraphQLInterface: Sendable {
    let name: String
    let description: String?
    let interfaces: [String]
    let fields: [GraphQLField]

    /// Declares an interface; objects name it to implement it.
    public init(
        _ name: String, implements interfaces: [String] = [], description: String? = nil, fields: [GraphQLField]
    ) {
        self.name = name
        self.description = description
        self.interfaces = interfaces
        self.fields = fields
    }
}
