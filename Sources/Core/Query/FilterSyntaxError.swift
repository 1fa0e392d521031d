/// A text that is no expression of the filter language.
public struct FilterSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is told to the client: the original's beginning, then what was found and what could stand there.
    public let message: String

    init(_ reason: String) {
        message = "Query filter parsing error: " + reason
    }

    public var description: String { message }
}
