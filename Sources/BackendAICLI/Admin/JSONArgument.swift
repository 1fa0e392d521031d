import ArgumentParser
import Core

/// An object in JSON.
struct JSONArgument: ExpressibleByArgument, Equatable {
    let value: JSONValue

    /// Nothing in it.
    static let empty = JSONArgument(value: [:])

    init(value: JSONValue) {
        self.value = value
    }

    init?(argument: String) {
        guard let value = try? JSONValue(parsing: Array(argument.utf8)), value.members != nil else { return nil }
        self.value = value
    }

    var defaultValueDescription: String { value.encodedText }
}
