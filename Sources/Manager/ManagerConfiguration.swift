public import Core
import TOMLKit

/// What a manager needs to know before it starts; the content of `manager.toml`.
public struct ManagerConfiguration: Sendable, Equatable {
    /// Where it listens: a numeric address.
    public var host: String
    /// The TCP port; 0 takes a free one.
    public var port: Int
    /// The directory that holds the database; 0700.
    public var stateDirectory: String
    /// The unix socket of the agent, or a directory of the sockets of several.
    public var agentSocket: String
    /// A file that gets the port, once connections are accepted.
    public var portFile: String?
    /// The file that shows that the manager lives.
    public var pidFile: String
    /// A file with the first superadmin's keypair, two lines; read when the database is new.
    public var keypairFile: String?
    /// Whether a new database begins with the original's public example accounts; loopback only.
    public var usesExampleKeypairs: Bool
    /// What ends sessions that nobody uses.
    public var idle: IdleRules
    /// How long sessions may be on their way from one status to the next.
    public var transit: TransitRules
    /// The seconds after which an agent that does not answer is taken for lost; 0 is never.
    public var agentPatience: Int64
    /// Whether anybody may make an account for themselves by `POST /auth/signup`.
    public var allowsSignUp: Bool
    /// The group that such a user belongs to, in the domain they name.
    public var signUpGroup: String
    /// The resource policy of such a user's keypair.
    public var signUpPolicy: String
    /// Who may ask, and how.
    public var web: WebConfiguration

    /// A configuration with the usual values.
    public init(
        host: String = "127.0.0.1",
        port: Int = 8081,
        stateDirectory: String,
        agentSocket: String,
        portFile: String? = nil,
        pidFile: String? = nil,
        keypairFile: String? = nil,
        usesExampleKeypairs: Bool = false,
        idle: IdleRules = IdleRules(),
        transit: TransitRules = TransitRules(),
        agentPatience: Int64 = 40,
        allowsSignUp: Bool = false,
        signUpGroup: String = "default",
        signUpPolicy: String = "default",
        web: WebConfiguration = WebConfiguration()
    ) {
        self.host = host
        self.port = port
        self.stateDirectory = stateDirectory
        self.agentSocket = agentSocket
        self.portFile = portFile
        self.pidFile = pidFile ?? stateDirectory + "/manager.pid"
        self.keypairFile = keypairFile
        self.usesExampleKeypairs = usesExampleKeypairs
        self.idle = idle
        self.transit = transit
        self.agentPatience = agentPatience
        self.allowsSignUp = allowsSignUp
        self.signUpGroup = signUpGroup
        self.signUpPolicy = signUpPolicy
        self.web = web
    }

    /// Where the database lies.
    public var databasePath: String { stateDirectory + "/manager.sqlite" }

    /// The sockets of the agents: those of a directory by name, as it is now.
    var agentSockets: [String] {
        let names = Directory.entries(agentSocket).filter { $0.hasSuffix(".sock") }.sorted()
        return names.isEmpty ? [agentSocket] : names.map { "\(agentSocket)/\($0)" }
    }

    /// Who may make an account of their own, and what it gets.
    var signUp: LoginService.SignUp {
        LoginService.SignUp(isAllowed: allowsSignUp, group: signUpGroup, policy: signUpPolicy)
    }
}

/// A configuration that cannot be used, with the reason.
public struct ConfigurationError: Error, CustomStringConvertible {
    /// What is wrong, and where.
    public let description: String
}

extension ManagerConfiguration {
    private enum Key: String, CaseIterable {
        case host
        case port
        case stateDirectory = "state-directory"
        case agentSocket = "agent-socket"
        case portFile = "port-file"
        case pidFile = "pid-file"
        case keypairFile = "keypair-file"
        case exampleKeypairs = "example-keypairs"
        case allowsSignUp = "sign-up"
        case signUpGroup = "sign-up-group"
        case signUpPolicy = "sign-up-policy"
        case allowedOrigins = "allowed-origins"
        case trustedProxies = "trusted-proxies"
        case signaturePolicy = "signature-policy"
        case nonceLimit = "nonce-limit"
    }

    /// Reads the tables `[manager]`, `[idle]` and `[deadlines]` of a TOML text.
    ///
    /// - Parameters:
    ///   - text: The file's content.
    ///   - path: The file, for messages.
    /// - Throws: ``ConfigurationError`` naming the file and the key.
    public init(toml text: String, path: String) throws(ConfigurationError) {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch {
            throw ConfigurationError(description: "`\(path)` is no TOML file: \(error)")
        }
        guard let section = table["manager"]?.table else {
            throw ConfigurationError(description: "`\(path)` has no table `[manager]`")
        }
        for name in section.keys where Key(rawValue: name) == nil {
            throw ConfigurationError(description: "`\(path)`: unknown key `manager.\(name)`")
        }
        func fault(_ key: Key, _ reason: String) -> ConfigurationError {
            ConfigurationError(description: "`\(path)`: `manager.\(key.rawValue)` \(reason)")
        }
        // A value of another type is a mistake, not an absent one.
        func value<Value>(
            _ key: Key, _ type: String, _ read: (any TOMLValueConvertible) -> Value?
        ) throws(ConfigurationError) -> Value? {
            guard let given = section[key.rawValue] else { return nil }
            guard let value = read(given) else { throw fault(key, "must be \(type)") }
            return value
        }
        func string(_ key: Key) throws(ConfigurationError) -> String? { try value(key, "a string") { $0.string } }
        func required(_ key: Key) throws(ConfigurationError) -> String {
            guard let value = try string(key), !value.isEmpty else { throw fault(key, "must be a string") }
            return value
        }
        func strings(_ key: Key) throws(ConfigurationError) -> [String]? {
            try value(key, "a list of strings") { given in
                given.array.flatMap { list in
                    let texts = list.compactMap(\.string)
                    return texts.count == list.count ? texts : nil
                }
            }
        }
        var web = WebConfiguration()
        if let origins = try strings(.allowedOrigins) { web.allowedOrigins = origins }
        if let proxies = try strings(.trustedProxies) {
            do {
                web.trustedProxies = try ClientNetworks(parsing: proxies)
            } catch {
                throw fault(.trustedProxies, "is wrong: \(error)")
            }
        }
        if let text = try string(.signaturePolicy) {
            guard let policy = SignaturePolicy(rawValue: text) else {
                throw fault(.signaturePolicy, "must be `legacy` or `body-signed`, not `\(text)`")
            }
            web.signaturePolicy = policy
        }
        if let limit = try value(.nonceLimit, "a number", { $0.int }) { web.nonceLimit = limit }
        self.init(
            host: try string(.host) ?? "127.0.0.1",
            port: try value(.port, "a number") { $0.int } ?? 8081,
            stateDirectory: try required(.stateDirectory),
            agentSocket: try required(.agentSocket),
            portFile: try string(.portFile),
            pidFile: try string(.pidFile),
            keypairFile: try string(.keypairFile),
            usesExampleKeypairs: try value(.exampleKeypairs, "true or false") { $0.bool } ?? false,
            idle: try IdleRules(in: table, of: path),
            allowsSignUp: try value(.allowsSignUp, "true or false") { $0.bool } ?? false,
            signUpGroup: try string(.signUpGroup) ?? "default",
            signUpPolicy: try string(.signUpPolicy) ?? "default",
            web: web
        )
        try readDeadlines(in: table, of: path)
        guard (1...1 << 26).contains(web.nonceLimit) else {
            throw fault(.nonceLimit, "must be 1 to \(1 << 26), not \(web.nonceLimit)")
        }
        guard (0...65535).contains(port) else { throw fault(.port, "must be 0 to 65535, not \(port)") }
    }
}
