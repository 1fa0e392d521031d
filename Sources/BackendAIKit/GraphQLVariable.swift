public import Core

/// A value that goes with a query, and the argument that it is for.
public struct GraphQLVariable: Sendable, Equatable {
    /// Its name in the query.
    public let name: String
    /// Its type there, such as `String!`.
    public let type: String
    /// The value; null for what is not given.
    public let value: JSONValue
    /// The argument that takes it.
    public let parameter: String

    /// A variable.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - type: Its type.
    ///   - value: The value.
    ///   - parameter: The argument that takes it, where that is called otherwise.
    public init(_ name: String, _ type: String, _ value: JSONValue, for parameter: String? = nil) {
        self.name = name
        self.type = type
        self.value = value
        self.parameter = parameter ?? name
    }

    var declaration: String { "$\(name):\(type)" }
    var argument: String { "\(parameter):$\(name)" }
}
