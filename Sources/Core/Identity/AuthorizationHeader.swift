/// The parts of `BackendAI signMethod=HMAC-SHA256, credential=ACCESSKEY:SIGNATURE`.
public struct AuthorizationHeader: Sendable, Equatable {
    /// Why a header is refused; the messages are the original's.
    public enum Malformed: String, Error, Sendable {
        /// No scheme and parameters can be told apart.
        case header = "Malformed authorization header"
        /// The scheme is neither `BackendAI` nor `Sorna`.
        case scheme = "Invalid authorization type name"
        /// `signMethod` or `credential` is absent or has no value.
        case parameters = "Missing or malformed authorization parameters"
        /// The hash of the sign method is not HMAC-SHA256.
        case signMethod = "Unsupported request signing method (hash type)"
    }

    /// Who signed.
    public let accessKey: AccessKey
    /// The signature as sent, hexadecimal.
    public let signature: String

    /// Names a signature.
    public init(accessKey: AccessKey, signature: String) {
        self.accessKey = accessKey
        self.signature = signature
    }

    /// The header's value.
    public var text: String { "BackendAI signMethod=HMAC-SHA256, credential=\(accessKey.rawValue):\(signature)" }

    /// Reads a header's value.
    ///
    /// - Throws: ``Malformed``.
    public init(parsing text: String) throws(Malformed) {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { throw .header }
        guard parts[0] == "BackendAI" || parts[0] == "Sorna" else { throw .scheme }
        var parameters: [Substring: Substring] = [:]
        for parameter in parts[1].split(separator: ",") {
            let pair = parameter.drop { $0 == " " }.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { throw .parameters }
            parameters[pair[0]] = pair[1]
        }
        guard let method = parameters["signMethod"], let credential = parameters["credential"] else {
            throw .parameters
        }
        guard method.uppercased() == "HMAC-SHA256" else { throw .signMethod }
        let halves = credential.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty, !halves[1].isEmpty else { throw .parameters }
        self.init(accessKey: AccessKey(rawValue: String(halves[0])), signature: String(halves[1]))
    }
}
