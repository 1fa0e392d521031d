public import Core
public import FoundationEssentials
import Signing
import Transport

/// A client of one manager: signs requests with its keypair and sends them.
///
/// Cheap to make; nothing is opened before the first request. All methods may be called from any task.
public final class BackendAIClient: Sendable {
    /// How the manager is reached.
    public let configuration: ClientConfiguration
    private let http = HTTPClient()
    let signatures: any SignatureMemory
    let now: @Sendable () -> Date

    /// A client that has not connected yet.
    ///
    /// - Parameters:
    ///   - configuration: How the manager is reached.
    ///   - signatures: What is known of how managers let requests be signed; one that is not known is asked first.
    ///   - now: The clock that dates requests; the manager takes what is less than 15 minutes from its own.
    public init(
        _ configuration: ClientConfiguration, signatures: any SignatureMemory = ProcessSignatureMemory(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.configuration = configuration
        self.signatures = signatures
        self.now = now
    }

    /// Makes the start of the first client shorter by half a millisecond, in a process whose managers are all reached
    /// by plain HTTP.
    ///
    /// Called before anything else of this library; `https` fails from then on.
    public static func forgoTLS() { startOpenSSLForSigningAlone() }

    /// The sessions of the manager.
    public var sessions: SessionsAPI { SessionsAPI(client: self) }
    /// What the manager tells while it happens.
    public var events: EventsAPI { EventsAPI(client: self) }
    /// Who the requester is, and passwords.
    public var accounts: AccountsAPI { AccountsAPI(client: self) }
    /// Templates of sessions.
    public var templates: TemplatesAPI { TemplatesAPI(client: self) }
    /// Files that sessions begin with.
    public var dotfiles: DotfilesAPI { DotfilesAPI(client: self) }
    /// The cluster's configuration.
    public var clusterConfiguration: ClusterConfigurationAPI { ClusterConfigurationAPI(client: self) }

    /// The manager itself.
    public var manager: ManagerAPI { ManagerAPI(client: self) }
    /// What the cluster has, and what was used of it.
    public var resources: ResourcesAPI { ResourcesAPI(client: self) }

    /// Everything that the manager answers in GraphQL.
    public var graphQL: GraphQLAPI { GraphQLAPI(client: self) }

    /// What the manager says of itself, asked anonymously.
    ///
    /// - Throws: ``ClientError``.
    public func version() async throws(ClientError) -> ServerVersion {
        try await probe().version
    }

    /// What the manager says of itself, asked anonymously, and the time that its answer bears.
    ///
    /// - Throws: ``ClientError``.
    public func probe() async throws(ClientError) -> ManagerProbe {
        let answer = try await exchange("GET", "/", isSigned: false)
        let body = try? JSONValue(parsing: answer.body)
        if let body { _ = try note(offer: body) }
        guard let text = body?["version"]?.text, let version = APIVersion(parsing: text) else {
            throw .unexpectedAnswer("no API version in the answer of `GET /`")
        }
        return ManagerProbe(
            version: ServerVersion(api: version, manager: body?["manager"]?.text ?? ""),
            clock: answer.headers["Date"].flatMap { RequestDate(parsing: $0) }?.instant)
    }

    /// Sends one request and answers its JSON; `null` for an answer without a body.
    ///
    /// - Parameters:
    ///   - method: The HTTP method.
    ///   - target: Path and query, percent-encoded, without the endpoint's own path.
    ///   - body: The JSON body, if any.
    ///   - isSigned: Whether the request is signed when there is a keypair.
    /// - Returns: The answer's JSON.
    /// - Throws: ``ClientError``.
    public func send(
        _ method: String,
        _ target: String,
        body: JSONValue? = nil,
        isSigned: Bool = true
    ) async throws(ClientError) -> JSONValue {
        let answer = try await exchange(method, target, body: body, isSigned: isSigned)
        if answer.body.isEmpty { return .null }
        do {
            return try JSONValue(parsing: answer.body)
        } catch {
            throw .unexpectedAnswer("`\(method) \(target)` answered something that is no JSON")
        }
    }

    /// Sends one request and answers the text of its body, whatever kind of text it is.
    ///
    /// - Throws: ``ClientError``.
    public func text(
        _ method: String, _ target: String, body: JSONValue? = nil, isSigned: Bool = true
    ) async throws(ClientError) -> String {
        String(decoding: try await exchange(method, target, body: body, isSigned: isSigned).body, as: UTF8.self)
    }

    /// Sends one request and gives the whole answer, unless it is a problem.
    func exchange(
        _ method: String, _ target: String, body: JSONValue? = nil, isSigned: Bool = true
    ) async throws(ClientError) -> HTTPResponse {
        let contentType = body == nil ? "text/plain" : "application/json"
        let scheme = isSigned ? try await scheme() : nil
        let request = request(method, target, contentType: contentType, body: body?.encoded, scheme: scheme)
        let response: HTTPResponse
        do {
            response = try await http.send(request, maximumBodySize: 256 << 20)
        } catch {
            throw ClientError(error, endpoint: configuration.endpoint)
        }
        guard (200..<400).contains(response.status) else { throw failure(response, scheme) }
        return response
    }

    /// Opens a stream of events, from after the one of an id.
    func events(_ target: String, lastID: String) async throws(ClientError) -> HTTPBody {
        var request = request("GET", target, contentType: nil, body: nil, scheme: try await scheme())
        request.headers.add("text/event-stream", for: "Accept")
        if !lastID.isEmpty { request.headers.add(lastID, for: "Last-Event-ID") }
        do throws(TransportError) {
            let stream = try await http.stream(request)
            guard (200..<300).contains(stream.status) else {
                throw .refused(try await stream.collect(upTo: 64 << 10))
            }
            return stream.body
        } catch {
            throw ClientError(error, endpoint: configuration.endpoint)
        }
    }

    /// Opens a WebSocket.
    func webSocket(_ target: String, headers: [(String, String)]) async throws(ClientError) -> WebSocket {
        let scheme = try await scheme()
        var request = request("GET", target, contentType: nil, body: nil, scheme: scheme)
        for (name, value) in headers { request.headers.add(value, for: name) }
        do {
            return try await http.webSocket(request)
        } catch {
            if case .refused(let response) = error { throw failure(response, scheme) }
            throw ClientError(error, endpoint: configuration.endpoint)
        }
    }

    /// Passes a request of somebody else's on, signed as ours: opens a connection and sends the head.
    ///
    /// The body follows byte for byte, which nobody has read before: the signature leaves it out.
    ///
    /// - Throws: ``ClientError`` when the manager cannot be reached.
    public func relay(_ relayed: RelayedRequest) async throws(ClientError) -> RelayedConnection {
        let request = request(
            relayed.method, relayed.target, contentType: relayed.contentType, body: nil, scheme: .head)
        let endpoint = configuration.endpoint
        let path = endpoint.basePath + configuration.kind.path(relayed.target)
        var lines = ["\(relayed.method) \(path) HTTP/1.1", "Host: \(endpoint.authority)"]
        lines += request.headers.fields.map { "\($0.name): \($0.value)" }
        lines += relayed.headers.map { "\($0.name): \($0.value)" }
        // One request a connection, so that nothing but this head need be looked at.
        if !relayed.isUpgrade { lines.append("Connection: close") }
        do {
            let connection = try await http.connect(request)
            try await connection.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
            return RelayedConnection(connection)
        } catch {
            throw ClientError(error, endpoint: endpoint)
        }
    }

    /// Closes what is open.
    ///
    /// A process that ends anyway need not call it.
    public func shutdown() async { await http.shutdown() }

    private func request(
        _ method: String,
        _ target: String,
        contentType: String?,
        body: [UInt8]?,
        scheme: SignatureScheme?
    ) -> HTTPRequest {
        let endpoint = configuration.endpoint
        let path = endpoint.basePath + configuration.kind.path(target)
        var headers: HTTPHeaders = ["User-Agent": "Backend.AI Client for Swift"]
        if let contentType { headers.add(contentType, for: "Content-Type") }
        if let scheme {
            let date = RequestDate.header(for: now())
            headers.add(configuration.domain, for: "X-BackendAI-Domain")
            headers.add(APIVersion.current.description, for: "X-BackendAI-Version")
            headers.add(date.text, for: "Date")
            if configuration.kind == .session {
                if let cookie = configuration.cookie { headers.add(cookie.header, for: "Cookie") }
            } else if let keypair = configuration.keypair {
                let seal = scheme == .body ? BodySeal.random(for: body ?? []) : nil
                if let seal {
                    headers.add(seal.nonce, for: "X-BackendAI-Nonce")
                    headers.add(seal.digest, for: "X-BackendAI-Content-SHA256")
                }
                let canonical = CanonicalRequest(
                    method: method,
                    target: path,
                    date: date.text,
                    host: endpoint.authority,
                    contentType: contentType,
                    apiVersion: APIVersion.current.description,
                    seal: seal
                )
                headers.add(keypair.authorization(for: canonical, day: date.day).text, for: "Authorization")
            }
        }
        return HTTPRequest(
            method: method,
            url: "\(endpoint.scheme)://\(endpoint.authority)\(path)",
            headers: headers,
            body: body,
            connectTimeout: .seconds(configuration.connectTimeout),
            timeout: .seconds(configuration.readTimeout),
            verifiesCertificate: configuration.verifiesCertificate
        )
    }
}

extension ClientError {
    init(_ error: TransportError, endpoint: Endpoint) {
        switch error {
        case .refused(let response): self = .problem(ProblemReport(status: response.status, body: response.body))
        case .unreachable(_, let reason): self = .unreachable(endpoint: endpoint.description, reason: reason)
        case .timedOut: self = .unreachable(endpoint: endpoint.description, reason: "no answer in time")
        default: self = .interrupted(reason: "\(error)")
        }
    }
}
