/// A step of the way to a value in a response.
public enum GraphQLPathElement: Sendable, Equatable {
    case key(String)
    case index(Int)
}

/// An error as a response shows it; resolvers may throw it, too.
public struct GraphQLError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong.
    public let message: String
    /// The places in the document that it concerns.
    public internal(set) var locations: [GraphQLLocation]
    /// The way to the field that failed; nil for errors before execution.
    public internal(set) var path: [GraphQLPathElement]?

    /// Makes an error; the executor adds the place and the path of the field that threw it.
    public init(_ message: String, locations: [GraphQLLocation] = [], path: [GraphQLPathElement]? = nil) {
        self.message = message
        self.locations = locations
        self.path = path
    }

    public var description: String { message }

    /// Appends the error as JSON: `{"message","locations","path"}`, the latter two only when there are any.
    public func writeJSON(into bytes: inout [UInt8]) {
        json.writeJSON(into: &bytes)
    }

    private var json: GraphQLValue {
        var members: [GraphQLValue.Member] = [.init(name: "message", value: .string(message))]
        if !locations.isEmpty {
            let places = locations.map { ["line": .int($0.line), "column": .int($0.column)] as GraphQLValue }
            members.append(.init(name: "locations", value: .list(places)))
        }
        if let path {
            let steps = path.map { step -> GraphQLValue in
                switch step {
                case .key(let key): .string(key)
                case .index(let index): .int(index)
                }
            }
            members.append(.init(name: "path", value: .list(steps)))
        }
        return .object(members)
    }
}
