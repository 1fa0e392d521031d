public import Core

/// Why a request failed, as scripts tell failures apart.
public enum ClientError: Error, Sendable, Equatable {
    /// The manager answered with a problem.
    case problem(ProblemReport)
    /// The manager could not be reached.
    case unreachable(endpoint: String, reason: String)
    /// The connection ended before the answer was whole.
    case interrupted(reason: String)
    /// The answer is not what the protocol says.
    case unexpectedAnswer(String)
    /// The manager has offered to sign bodies before and does not any more; `memory` is the file that says so.
    case downgraded(endpoint: String, memory: String?)
}

/// A problem document of a manager, ours or the original's.
public struct ProblemReport: Sendable, Equatable {
    /// The HTTP status.
    public let status: Int
    /// The last part of `type`, when it is one we know.
    public let code: ProblemCode?
    /// The short text.
    public let title: String
    /// The sentence.
    public let message: String?
    /// More, for programs.
    public let data: JSONValue?
    /// What helps, if the manager is ours.
    public let hint: String?

    /// Reads the body of a failed answer; one that is no problem document becomes the title.
    public init(status: Int, body: [UInt8]) {
        self.status = status
        let document = try? JSONValue(parsing: body)
        let type = document?["type"]?.text
        code = type.flatMap { ProblemCode(rawValue: String($0.dropFirst(ProblemCode.prefix.count))) }
        title = document?["title"]?.text ?? "The server answered \(status)."
        message = document?["msg"]?.text
        data = document?["data"]
        hint = document?["hint"]?.text
    }

    /// The errors inside an answer to GraphQL, which HTTP calls a success.
    ///
    /// - Parameter graphQLErrors: The answer's `errors`, at least one.
    init(graphQLErrors: [JSONValue]) {
        status = ProblemCode.graphQLError.status
        code = .graphQLError
        title = ProblemCode.graphQLError.title
        message = graphQLErrors.compactMap { $0["message"]?.text }.joined(separator: "; ")
        data = .array(graphQLErrors)
        hint = graphQLErrors.lazy.compactMap { $0["extensions"]?["hint"]?.text }.first
    }
}

extension ClientError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .problem(let report): [report.title, report.message].compactMap { $0 }.joined(separator: " ")
        case .unreachable(let endpoint, let reason): "cannot reach the manager at \(endpoint): \(reason)"
        case .interrupted(let reason): "the connection to the manager broke: \(reason)"
        case .unexpectedAnswer(let what): "the manager's answer is not understood: \(what)"
        case .downgraded(let endpoint, _):
            "the manager at \(endpoint) no longer lets bodies be signed, as it did before"
        }
    }
}
