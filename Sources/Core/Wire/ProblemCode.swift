/// What kind of failure an answer reports: the last part of a problem's `type`.
///
/// - SeeAlso: `BackendError` and its subclasses in the original's `manager/api/exceptions.py`.
public enum ProblemCode: String, Sendable, CaseIterable {
    case badRequest = "generic-bad-request"
    case invalidParameters = "invalid-api-params"
    case invalidAuthentication = "invalid-auth-params"
    case authenticationFailed = "auth-failed"
    case passwordExpired = "password-expired"
    case forbidden = "generic-forbidden"
    case insufficientPrivilege = "insufficient-privilege"
    case unknownPath = "url-not-found"
    case objectNotFound = "object-not-found"
    case tooManySessionsMatched = "too-many-sessions-matched"
    case methodNotAllowed = "method-not-allowed"
    case sessionAlreadyExists = "session-already-exists"
    case graphQLError = "graphql-error"
    case quotaExceeded = "quota-exceeded"
    case bodyTooLarge = "body-too-large"
    case rateLimitExceeded = "rate-limit-exceeded"
    case tooManyRequests = "too-many-requests"
    case internalError = "internal-server-error"
    case kernelCreationFailed = "kernel-creation-failed"
    case kernelExecutionFailed = "kernel-execution-failed"
    case kernelRestartFailed = "kernel-restart-failed"
    case serviceUnavailable = "service-unavailable"
    case notImplemented = "not-implemented"
    case noInstance = "instance-not-available"
    case serverFrozen = "server-frozen"
    case storageFull = "storage-full"

    /// What problem types begin with.
    public static let prefix = "https://api.backend.ai/probs/"

    /// The HTTP status that goes with it.
    public var status: Int {
        switch self {
        case .badRequest, .invalidParameters, .invalidAuthentication, .sessionAlreadyExists, .graphQLError:
            400
        case .authenticationFailed, .passwordExpired: 401
        case .forbidden, .insufficientPrivilege: 403
        case .unknownPath, .objectNotFound, .tooManySessionsMatched: 404
        case .methodNotAllowed: 405
        case .quotaExceeded: 412
        case .bodyTooLarge: 413
        case .rateLimitExceeded, .tooManyRequests: 429
        case .internalError, .kernelCreationFailed, .kernelExecutionFailed, .kernelRestartFailed: 500
        case .serviceUnavailable, .notImplemented, .noInstance, .serverFrozen: 503
        case .storageFull: 507
        }
    }

    /// The title that the original's clients show.
    public var title: String {
        switch self {
        case .badRequest: "Bad request."
        case .invalidParameters: "Missing or invalid API parameters."
        case .invalidAuthentication: "Missing or invalid authorization parameters."
        case .authenticationFailed: "Credential/signature mismatch."
        case .passwordExpired: "Password has expired."
        case .forbidden: "Forbidden operation."
        case .insufficientPrivilege: "Insufficient privilege."
        case .unknownPath: "Unknown URL path."
        case .objectNotFound: "No such object."
        case .tooManySessionsMatched: "Too many sessions matched."
        case .methodNotAllowed: "HTTP Method Not Allowed."
        case .sessionAlreadyExists: "The session already exists but you requested not to reuse existing one."
        case .graphQLError: "GraphQL-generated error."
        case .quotaExceeded: "You have reached your resource limit."
        case .bodyTooLarge: "The request body is too large."
        case .rateLimitExceeded: "You have reached your API query rate limit."
        case .tooManyRequests: "Too many failed attempts."
        case .internalError: "Internal server error."
        case .kernelCreationFailed: "Kernel creation has failed."
        case .kernelExecutionFailed: "Executing user code in the kernel has failed."
        case .kernelRestartFailed: "Kernel restart has failed."
        case .serviceUnavailable: "Serivce unavailable."
        case .notImplemented: "This API query is not implemented."
        case .noInstance: "There is no available instance."
        case .serverFrozen: "The server is frozen due to maintenance. Please try again later."
        case .storageFull: "The manager's disk is full."
        }
    }
}

/// A failure as it crosses the public API: a code, a sentence, and a hint that mends it.
public struct BackendError: Error, Sendable, Equatable {
    /// What kind of failure.
    public let code: ProblemCode
    /// A title, which may be another than the code's own, such as the one for a missing session.
    public let title: String
    /// What happened, in a sentence.
    public let message: String?
    /// More, for programs.
    public let data: JSONValue?
    /// What the user can do about it.
    public let hint: String?
    /// After how many seconds it may be otherwise: the header `Retry-After`.
    public let retryAfter: Int?

    /// A failure.
    public init(
        _ code: ProblemCode,
        _ message: String? = nil,
        title: String? = nil,
        data: JSONValue? = nil,
        hint: String? = nil,
        retryAfter: Int? = nil
    ) {
        self.code = code
        self.title = title ?? code.title
        self.message = message
        self.data = data
        self.hint = hint
        self.retryAfter = retryAfter
    }

    /// The answer for something that is not there.
    ///
    /// - Parameters:
    ///   - what: `session`, `environment image`, `app service`.
    ///   - message: Which one was meant.
    ///   - hint: Where to look.
    /// - Returns: A 404.
    public static func notFound(_ what: String, _ message: String? = nil, hint: String? = nil) -> BackendError {
        BackendError(.objectNotFound, message, title: "No such \(what).", hint: hint)
    }

    /// The body of the answer, in the original's order of members; `hint` is our addition.
    public var body: JSONValue {
        var members: [JSONValue.Member] = [
            .init("type", .string(ProblemCode.prefix + code.rawValue)), .init("title", .string(title)),
        ]
        if let message { members.append(.init("msg", .string(message))) }
        if let data { members.append(.init("data", data)) }
        if let hint { members.append(.init("hint", .string(hint))) }
        return .object(members)
    }
}
