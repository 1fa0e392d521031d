/// The coerced arguments of one field, or the fields of an input object.
///
/// What was not given and has no default is absent; an explicit null is present as null. The typed
/// readers answer nil for both, as most resolvers want it.
public struct GraphQLArguments: Sendable, Equatable {
    /// The values in the order of the schema.
    public let members: [GraphQLValue.Member]

    /// Wraps coerced values.
    public init(_ members: [GraphQLValue.Member] = []) {
        self.members = members
    }

    /// The value under `name`, or nil when it is absent.
    public subscript(_ name: String) -> GraphQLValue? {
        members.first { $0.name == name }?.value
    }

    /// The text or enumeration name under `name`.
    public func string(_ name: String) -> String? { self[name]?.stringValue }

    /// The whole number under `name`.
    public func int(_ name: String) -> Int? { self[name]?.intValue }

    /// The number under `name`.
    public func double(_ name: String) -> Double? { self[name]?.doubleValue }

    /// The truth value under `name`.
    public func bool(_ name: String) -> Bool? { self[name]?.boolValue }

    /// The texts of the list under `name`, nulls left out.
    public func strings(_ name: String) -> [String]? { self[name]?.listValue?.compactMap(\.stringValue) }

    /// The input object under `name`.
    public func object(_ name: String) -> GraphQLArguments? { self[name]?.members.map(GraphQLArguments.init) }
}
