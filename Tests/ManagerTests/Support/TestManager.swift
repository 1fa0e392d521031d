import Core
import FoundationEssentials
import Glibc
import GraphQL
import Hummingbird
import Logging
import Signing
import Transport
import WebServer

@testable import Manager

/// A manager over a store of its own and an agent that plays a script, answering real HTTP on a free port.
struct TestManager: Sendable {
    /// An answer with its JSON.
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let body: JSONValue
        let text: String
    }

    static let superadmin = keypair("AKIAIOSFODNN7EXAMPLE")
    static let domainAdmin = keypair("AKIAHUKCHDEZGEXAMPLE")
    static let user = keypair("AKIANABBDUSEREXAMPLE")
    static let secondUser = keypair("AKIANATWOUSEREXAMPLE")

    let store: Store
    let agent: ScriptedAgent
    let engine: SessionEngine
    let port: Int
    let http: HTTPClient

    /// Runs `body` with a manager that is ready.
    static func with<Result: Sendable>(
        cpu: Int64 = 8, _ body: @escaping @Sendable (TestManager) async throws -> Result
    ) async throws -> Result {
        let test = try await TestStore()
        let agent = ScriptedAgent(in: test.place)
        let http = HTTPClient()
        let node = TestStore.node("i-a", cpu: cpu)
        try await test.store.register(node, scalingGroup: "default")
        let parts = try Parts(try await test.store.keypairs(), test.store)
        parts.directory.connect(node, AgentClient(socket: agent.path, peer: geteuid(), client: http))
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let server = try parts.server { listening.yield($0.port ?? 0) }
        let result = try await withServices([agent.service, parts.tasks, parts.errors, server]) {
            await agent.listens()
            for await port in ports {
                let manager = TestManager(store: test.store, agent: agent, engine: parts.engine, port: port, http: http)
                return try await body(manager)
            }
            throw CancellationError()
        }
        await http.shutdown()
        return result
    }

    /// Sends one request.
    func send(
        _ method: String, _ target: String, _ body: String? = nil, by keypair: Keypair? = superadmin,
        version: String? = APIVersion.current.description, headers extra: [(String, String)] = []
    ) async throws -> Answer {
        let contentType = body == nil ? "text/plain" : "application/json"
        let date = RequestDate.header(for: Date())
        var headers: HTTPHeaders = ["Content-Type": contentType, "Date": date.text]
        if let version { headers.add(version, for: "X-BackendAI-Version") }
        if let keypair {
            let canonical = CanonicalRequest(
                method: method, target: target, date: date.text, host: "127.0.0.1:\(port)", contentType: contentType,
                apiVersion: version ?? "")
            headers.add(keypair.authorization(for: canonical, day: date.day).text, for: "Authorization")
        }
        for (name, value) in extra { headers.add(value, for: name) }
        let response = try await http.send(
            Transport.HTTPRequest(
                method: method, url: "http://127.0.0.1:\(port)\(target)", headers: headers,
                body: body.map { Array($0.utf8) }))
        return Answer(
            status: response.status, headers: response.headers,
            body: (try? JSONValue(parsing: response.body)) ?? .null,
            text: String(decoding: response.body, as: UTF8.self))
    }

    /// Creates a session by name.
    @discardableResult
    func create(_ name: String, _ more: String = "", by keypair: Keypair = superadmin) async throws -> Answer {
        try await send("POST", "/session", #"{"name":"\#(name)","image":"python"\#(more)}"#, by: keypair)
    }

    /// Runs a GraphQL query.
    func query(_ text: String, _ variables: JSONValue = [:], by keypair: Keypair = superadmin) async throws -> Answer {
        let body: JSONValue = ["query": .string(text), "variables": variables]
        return try await send("POST", "/admin/gql", body.encodedText, by: keypair)
    }

    private static func keypair(_ access: String) -> Keypair {
        let account = TenancyFixture.example.accounts.first { $0.keypair.accessKey.rawValue == access }
        return account?.keypair ?? Keypair(accessKey: AccessKey(rawValue: access), secretKey: SecretKey(""))
    }
}

/// The same parts as the manager's own, put together in the same way.
private struct Parts {
    let directory = AgentDirectory()
    let tasks = BackgroundTasks()
    let engine: SessionEngine
    let settings = ClusterSettings()
    let errors: ServerErrors
    private let sessions: SessionService
    private let execution: ExecutionService
    private let accounts: AccountServices
    private let logger = Logger(label: "manager") { _ in SwiftLogNoOpLogHandler() }

    init(_ keypairs: [KeypairRecord], _ store: Store) throws {
        let (changes, activity, authentication) = (SessionChanges(), SessionActivity(), AuthenticationService())
        authentication.replace(with: keypairs)
        engine = SessionEngine(store: store, directory: directory, changes: changes, tasks: tasks, logger: logger)
        sessions = SessionService(
            store: store, engine: engine, directory: directory, changes: changes, authentication: authentication,
            activity: activity)
        execution = ExecutionService(sessions: sessions, store: store, tasks: tasks, activity: activity)
        errors = ServerErrors(store: store, settings: settings, logger: logger)
        accounts = AccountServices(store: store, credentials: try CredentialMaker(), authentication: authentication)
    }

    private var services: ManagerServices {
        ManagerServices(
            sessions: sessions, execution: execution, accounts: accounts,
            images: ImageService(store: sessions.store, directory: directory), settings: settings, errors: errors)
    }

    func server(onListening: @escaping @Sendable (WebServerAddress) async -> Void) throws -> WebServer {
        let streams = StreamRoutes(
            authentication: sessions.authentication, sessions: sessions, execution: execution,
            activity: sessions.activity, logger: logger)
        var routes = ManagerRoutes()
        CommonRoutes(directory: directory).add(to: &routes)
        SessionRoutes(sessions: sessions, execution: execution).add(to: &routes)
        let login = LoginService(accounts: accounts, settings: settings, signUp: .init(isAllowed: true))
        AuthRoutes(login: login).add(to: &routes)
        ScalingGroupRoutes(store: sessions.store).add(to: &routes)
        GraphQLRoutes(executor: GraphQLExecutor(try ManagerSchema.make()), services: services).add(to: &routes)
        ClusterRoutes(sessions: sessions, settings: settings).add(to: &routes)
        streams.add(to: &routes)
        return WebServer(
            responder: routes.router(sessions.authentication, settings: settings, errors: errors).buildResponder(),
            webSocket: streams,
            configuration: WebServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0), serverName: "BackendAI"),
            logger: logger, onListening: onListening)
    }
}
