import Core
import TestSupport

/// One request that was sent to a live official manager, and what it answered.
///
/// `Tests/Fixtures/golden` holds them, one step a line; steps without an answer prepare what the next ones need.
struct GoldenStep: Sendable {
    /// How a step is carried out.
    enum Kind: String {
        /// One request.
        case http
        /// The same request until its answer meets a condition.
        case poll
        /// Code, by as many requests as it takes.
        case exec
        /// Code, in a WebSocket.
        case ws
        /// A WebSocket that is closed as soon as it is open.
        case open
        /// A stream of events, while other steps make them happen.
        case sse
    }

    /// What the step is made of, with variables filled in.
    let content: JSONValue

    var id: String { content["id"]?.text ?? "?" }
    var kind: Kind { content["kind"]?.text.flatMap { Kind(rawValue: $0) } ?? .http }
    var account: String { content["as"]?.text ?? "anonymous" }
    var method: String { content["method"]?.text ?? "POST" }
    var target: String { content["target"]?.text ?? "/" }
    /// What was answered; nil for a step that only prepares.
    var expected: JSONValue? { content["expect"] }

    /// A deliberate change of the signature, such as `skew`.
    func auth(_ name: String) -> JSONValue? { content["auth"]?[name] }

    /// The step with each `${NAME}` replaced by the variable.
    func filled(with variables: [String: String]) throws -> GoldenStep {
        var text = content.encodedText
        for (name, value) in variables { text = text.replacing("${\(name)}", with: value) }
        return GoldenStep(content: try JSONValue(parsing: Array(text.utf8)))
    }

    /// The steps of an area, in order.
    static func all(of area: String) throws -> [GoldenStep] {
        let file = try FileText.read(Fixtures.path("golden/\(area).json"))
        return try JSONValue(parsing: Array(file.utf8)).items?.map { GoldenStep(content: $0) } ?? []
    }
}

extension JSONValue {
    /// The value at a path such as `body.data.items`.
    func value(at path: some StringProtocol) -> JSONValue? {
        path.split(separator: ".").reduce(self) { value, name in
            Int(name).map { index in value?.items.flatMap { $0.indices.contains(index) ? $0[index] : nil } }
                ?? value?[String(name)]
        }
    }

    /// A number without its fraction.
    var whole: Int? {
        switch self {
        case .integer(let value): Int(value)
        case .number(let value): Int(exactly: value.rounded())
        default: nil
        }
    }
}
