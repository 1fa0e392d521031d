/// The outcome of a request.
public struct GraphQLResponse: Sendable, Equatable {
    /// The result; nil when nothing was executed or null reached the root.
    public let data: GraphQLValue?
    /// What went wrong, in the order of the document.
    public let errors: [GraphQLError]

    /// Puts a response together.
    public init(data: GraphQLValue?, errors: [GraphQLError] = []) {
        self.data = data
        self.errors = errors
    }

    /// The response to a text that does not parse.
    public init(_ error: GraphQLSyntaxError) {
        self.init(data: nil, errors: [GraphQLError(error.message, locations: [error.location])])
    }

    /// Appends `{"data":…,"errors":[…]}`; `data` is always there, `errors` only when there are any.
    public func writeJSON(into bytes: inout [UInt8]) {
        bytes.append(contentsOf: "{\"data\":".utf8)
        (data ?? .null).writeJSON(into: &bytes)
        if !errors.isEmpty {
            bytes.append(contentsOf: ",\"errors\":[".utf8)
            for (index, error) in errors.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                error.writeJSON(into: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        }
        bytes.append(UInt8(ascii: "}"))
    }
}
