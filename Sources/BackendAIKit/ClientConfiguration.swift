public import Core

/// How a client reaches a manager and who it is there.
public struct ClientConfiguration: Sendable {
    /// Where the manager is.
    public var endpoint: Endpoint
    /// What requests are signed with; nil makes them anonymous.
    public var keypair: Keypair?
    /// Whether requests are signed, or bear the cookie of a login.
    public var kind: EndpointKind
    /// The cookie of a login, where ``kind`` is ``EndpointKind/session``.
    public var cookie: SessionCookie?
    /// The domain that requests name.
    public var domain: String
    /// The group that sessions are created in.
    public var group: String
    /// Whether the server's certificate is checked.
    public var verifiesCertificate: Bool
    /// Seconds until a connection must stand.
    public var connectTimeout: Double
    /// Seconds without a byte after which an answer counts as lost; 0 waits for ever.
    public var readTimeout: Double

    /// A configuration with the original's defaults.
    public init(
        endpoint: Endpoint,
        keypair: Keypair?,
        kind: EndpointKind = .api,
        cookie: SessionCookie? = nil,
        domain: String = "default",
        group: String = "default",
        verifiesCertificate: Bool = true,
        connectTimeout: Double = 10,
        readTimeout: Double = 0
    ) {
        self.endpoint = endpoint
        self.keypair = keypair
        self.kind = kind
        self.cookie = cookie
        self.domain = domain
        self.group = group
        self.verifiesCertificate = verifiesCertificate
        self.connectTimeout = connectTimeout
        self.readTimeout = readTimeout
    }
}

extension ClientConfiguration {
    /// A variable whose value cannot be used.
    public struct InvalidVariable: Error, Equatable, CustomStringConvertible {
        /// The variable.
        public let name: String
        /// Its value's fault.
        public let reason: String

        public var description: String { "the variable `\(name)` is wrong: \(reason)" }
    }

    /// Reads the variables `BACKEND_…`, or their old names `SORNA_…`; nil when they name no endpoint.
    ///
    /// - Parameter environment: The process's environment, `.env` files merged in.
    /// - Throws: ``InvalidVariable``.
    public init?(environment: [String: String]) throws(InvalidVariable) {
        func value(_ key: String) -> String? {
            let text = environment["BACKEND_\(key)"] ?? environment["SORNA_\(key)"]
            return text?.isEmpty ?? true ? nil : text
        }
        guard let list = value("ENDPOINT"), let first = list.split(separator: ",").first else { return nil }
        let endpoint: Endpoint
        do {
            endpoint = try Endpoint(parsing: String(first))
        } catch {
            throw InvalidVariable(name: "BACKEND_ENDPOINT", reason: error.description)
        }
        let kindText = value("ENDPOINT_TYPE") ?? EndpointKind.api.rawValue
        guard let kind = EndpointKind(rawValue: kindText) else {
            throw InvalidVariable(name: "BACKEND_ENDPOINT_TYPE", reason: "`\(kindText)` is neither `api` nor `session`")
        }
        var keypair: Keypair?
        if kind == .api, let access = value("ACCESS_KEY") {
            keypair = Keypair(accessKey: AccessKey(rawValue: access), secretKey: SecretKey(value("SECRET_KEY") ?? ""))
        }
        self.init(
            endpoint: endpoint,
            keypair: keypair,
            kind: kind,
            domain: value("DOMAIN") ?? "default",
            group: value("GROUP") ?? "default",
            verifiesCertificate: try !ClientConfiguration.flag(
                "SKIP_SSLCERT_VALIDATION", value("SKIP_SSLCERT_VALIDATION")),
            connectTimeout: try ClientConfiguration.seconds("CONNECTION_TIMEOUT", value("CONNECTION_TIMEOUT")) ?? 10,
            readTimeout: try ClientConfiguration.seconds("READ_TIMEOUT", value("READ_TIMEOUT")) ?? 0
        )
    }

    private static func flag(_ key: String, _ text: String?) throws(InvalidVariable) -> Bool {
        guard let text else { return false }
        switch text.lowercased() {
        case "y", "yes", "t", "true", "1": return true
        case "n", "no", "f", "false", "0": return false
        default: throw InvalidVariable(name: "BACKEND_\(key)", reason: "`\(text)` is neither yes nor no")
        }
    }

    private static func seconds(_ key: String, _ text: String?) throws(InvalidVariable) -> Double? {
        guard let text else { return nil }
        // Longer than a century is a mistake, and more than `Duration` can take would end the process.
        guard let seconds = Double(text), (0...4e9).contains(seconds) else {
            throw InvalidVariable(name: "BACKEND_\(key)", reason: "`\(text)` is no number of seconds")
        }
        return seconds
    }
}
