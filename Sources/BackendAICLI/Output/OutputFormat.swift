import ArgumentParser
import Core

/// How results are printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case console
    case json
}

/// The option that chooses it.
struct OutputOptions: ParsableArguments {
    @Option(help: "How to print results")
    var output = OutputFormat.console
}

extension JSONValue {
    /// The JSON text with two blanks of indentation, as people and the original's client print it.
    var prettyText: String { pretty(indent: "") }

    private func pretty(indent: String) -> String {
        let inner = indent + "  "
        switch self {
        case .array(let items) where !items.isEmpty:
            return "[\n" + items.map { inner + $0.pretty(indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let members) where !members.isEmpty:
            let lines = members.map {
                "\(inner)\(JSONValue.string($0.name).encodedText): \($0.value.pretty(indent: inner))"
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        default: return encodedText
        }
    }

    /// A list in the original's shape.
    static func list(_ items: [JSONValue], total: Int) -> JSONValue {
        ["count": .integer(Int64(items.count)), "total_count": .integer(Int64(total)), "items": .array(items)]
    }

    /// The value as a cell of a table.
    var cell: String {
        switch self {
        case .null: "-"
        case .string(let text): text
        default: encodedText
        }
    }
}
