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
        /// The sign method is none of ``SignatureScheme``.
        case signMethod = "Unsupported request signing method (hash type)"
    }

    /// Who signed.
    public let accessKey: AccessKey
    /// The signature as sent, hexadecimal.
    public let signature: String
    /// How.
    public let scheme: SignatureScheme

    /// Names a signature.
    public init(accessKey: AccessKey, signature: String, scheme: SignatureScheme = .head) {
        self.accessKey = accessKey
        self.signature = signature
        self.scheme = scheme
    }

    /// The header's value.
    public var text: String {
        "BackendAI signMethod=\(scheme.rawValue), credential=\(accessKey.rawValue):\(signature)"
    }

    /// Reads a header's value.
    ///
    /// - Throws: ``Malformed``.
    public init(parsing text: String) throws(Malformed) {
        // By bytes: it is done for every request, and characters cost ten times as much.
        let parts = text.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1)
        guard parts.count == 2 else { throw .header }
        guard parts[0].elementsEqual("BackendAI".utf8) || parts[0].elementsEqual("Sorna".utf8) else { throw .scheme }
        var method: Substring.UTF8View?
        var credential: Substring.UTF8View?
        for parameter in parts[1].split(separator: UInt8(ascii: ",")) {
            let pair = parameter.drop { $0 == UInt8(ascii: " ") }
            guard let sign = pair.firstIndex(of: UInt8(ascii: "=")) else { throw .parameters }
            let (name, value) = (pair[..<sign], pair[pair.index(after: sign)...])
            if name.elementsEqual("signMethod".utf8) {
                method = value
            } else if name.elementsEqual("credential".utf8) {
                credential = value
            }
        }
        guard let method, let credential else { throw .parameters }
        guard let scheme = AuthorizationHeader.scheme(Substring(method)) else { throw .signMethod }
        guard let colon = credential.firstIndex(of: UInt8(ascii: ":")), colon != credential.startIndex else {
            throw .parameters
        }
        let signature = credential[credential.index(after: colon)...]
        guard !signature.isEmpty else { throw .parameters }
        self.init(
            accessKey: AccessKey(rawValue: String(Substring(credential[..<colon]))),
            signature: String(Substring(signature)), scheme: scheme)
    }

    private static func scheme(_ text: Substring) -> SignatureScheme? {
        if text == SignatureScheme.head.rawValue { return .head }
        return SignatureScheme(rawValue: text.uppercased())
    }
}
