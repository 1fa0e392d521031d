/// A pattern of the filter language: `%` stands for any characters, `_` for one, and a backslash takes the meaning of
/// what follows away.
struct LikePattern: Sendable, Equatable {
    private enum Part: Equatable {
        case any
        case one
        case scalar(Unicode.Scalar)
    }

    private let parts: [Part]

    init(_ text: String) {
        var (parts, isEscaped) = ([Part](), false)
        for scalar in text.unicodeScalars {
            switch scalar {
            case _ where isEscaped:
                parts.append(.scalar(scalar))
                isEscaped = false
            case "\\": isEscaped = true
            case "%":
                // Several are as one, and would only take time.
                if parts.last != .any { parts.append(.any) }
            case "_": parts.append(.one)
            default: parts.append(.scalar(scalar))
            }
        }
        if isEscaped { parts.append(.scalar("\\")) }
        self.parts = parts
    }

    /// The pattern for LIKE with the backslash as its escape.
    var like: String {
        text(any: "%", one: "_") { "\\%_".unicodeScalars.contains($0) ? "\\\($0)" : "\($0)" }
    }

    /// The pattern for SQLite's GLOB.
    var glob: String {
        text(any: "*", one: "?") { "*?[".unicodeScalars.contains($0) ? "[\($0)]" : "\($0)" }
    }

    private func text(any: String, one: String, _ scalar: (Unicode.Scalar) -> String) -> String {
        parts.reduce(into: "") { text, part in
            switch part {
            case .any: text += any
            case .one: text += one
            case .scalar(let value): text += scalar(value)
            }
        }
    }
}
