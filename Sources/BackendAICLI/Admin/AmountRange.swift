import ArgumentParser
import Core

/// A least and a greatest amount, either of which may be absent: `1:4`, `256m:`, `:2`.
struct AmountRange: ExpressibleByArgument, Equatable {
    let least: String?
    let greatest: String?

    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts != ["", ""],
            parts.allSatisfy({ $0.isEmpty || BinarySize(parsing: $0) != nil || Quantity(decimal: $0) != nil })
        else { return nil }
        least = parts[0].isEmpty ? nil : parts[0]
        greatest = parts[1].isEmpty ? nil : parts[1]
    }

    /// The limit as images have it.
    func limit(of slot: String) -> JSONValue {
        var members: [JSONValue.Member] = [.init("key", .string(slot))]
        if let least { members.append(.init("min", .string(least))) }
        if let greatest { members.append(.init("max", .string(greatest))) }
        return .object(members)
    }
}
