import Core
import FoundationEssentials
import Glibc
import GraphQL
import Hummingbird
import Logging
import ServiceLifecycle
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
    let registry: BackgroundTaskRegistry
    let idle: IdleWatch
    let activity: SessionActivity
    let port: Int
    let http: HTTPClient

    /// Runs `body` with a manager that is ready.
    static func with<Result: Sendable>(
        cpu: Int64 = 8, web: WebConfiguration = WebConfiguration(), idle: IdleRules = IdleRules(),
        clock: SteadyClock = SteadyClock(),
        _ body: @escaping @Sendable (TestManager) async throws -> Result
    ) async throws -> Result {
        let test = try await TestStore()
        let agent = ScriptedAgent(in: test.place)
        let http = HTTPClient()
        let node = TestStore.node("i-a", cpu: cpu)
        try await test.store.register(node, scalingGroup: "default")
        let parts = try Parts(try await test.store.keypairs(), test.store, web, idle, clock)
        try parts.directory.connect(node, AgentClient(socket: agent.path, peer: geteuid(), client: http))
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let server = try parts.server { listening.yield($0.port ?? 0) }
        let services: [any Service] = [
            agent.service, parts.tasks, parts.errors, parts.feed, parts.callbacks(http), server,
        ]
        let result = try await withServices(services) {
            await agent.listens()
            for await port in ports {
                let manager = TestManager(
                    store: test.store, agent: agent, engine: parts.engine, registry: parts.registry, idle: parts.idle,
                    activity: parts.activity, port: port, http: http)
                return try await body(manager)
            }
            throw CancellationError()
        }
        await http.shutdown()
        return result
    }

    /// Sends one request; its signature covers the body `sealed`, or the head alone.
    func send(
        _ method: String, _ target: String, _ body: String? = nil, by keypair: Keypair? = superadmin,
        version: String? = APIVersion.current.description, headers extra: [(String, String)] = [],
        sealing sealed: String? = nil, nonce: String? = nil
    ) async throws -> Answer {
        let contentType = body == nil ? "text/plain" : "application/json"
        let date = RequestDate.header(for: Date())
        var headers: HTTPHeaders = ["Content-Type": contentType, "Date": date.text]
        if let version { headers.add(version, for: "X-BackendAI-Version") }
        if let keypair {
            let seal = sealed.map { body in
                BodySeal(
                    nonce: nonce ?? String(KernelID.random().rawValue.filter { $0 != "-" }),
                    digest: hexadecimal(HMAC.digest(Array(body.utf8))))
            }
            if let seal {
                headers.add(seal.nonce, for: "X-BackendAI-Nonce")
                headers.add(seal.digest, for: "X-BackendAI-Content-SHA256")
            }
            let canonical = CanonicalRequest(
                method: method, target: target, date: date.text, host: "127.0.0.1:\(port)", contentType: contentType,
                apiVersion: version ?? "", seal: seal)
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

    /// The routes of a manager.
    static func routes() async throws -> ManagerRoutes {
        let test = try await TestStore()
        return try Parts([], test.store, WebConfiguration(), IdleRules(), SteadyClock()).routes()
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
    let feed: SessionEventFeed
    let registry: BackgroundTaskRegistry
    let idle: IdleWatch
    let activity: SessionActivity
    private let sessions: SessionService
    private let execution: ExecutionService
    private let accounts: AccountServices
    private let logger = Logger(label: "manager") { _ in SwiftLogNoOpLogHandler() }
    private let web: WebConfiguration

    init(
        _ keypairs: [KeypairRecord], _ store: Store, _ web: WebConfiguration, _ rules: IdleRules, _ clock: SteadyClock
    ) throws {
        self.web = web
        let changes = SessionChanges()
        activity = SessionActivity(clock: clock)
        let authentication = AuthenticationService(web.authentication)
        authentication.replace(with: keypairs)
        engine = SessionEngine(store: store, directory: directory, changes: changes, tasks: tasks, logger: logger)
        idle = IdleWatch(
            rules: rules, store: store, engine: engine, directory: directory, activity: activity,
            roster: changes.roster, clock: clock, logger: logger)
        sessions = SessionService(
            store: store, engine: engine, directory: directory, changes: changes, authentication: authentication,
            activity: activity, idle: idle)
        feed = SessionEventFeed(store: store, logger: logger)
        registry = BackgroundTaskRegistry(store: store, tasks: tasks, logger: logger)
        execution = ExecutionService(sessions: sessions, store: store, tasks: tasks, activity: activity)
        errors = ServerErrors(store: store, settings: settings, logger: logger)
        accounts = AccountServices(store: store, credentials: try CredentialMaker(), authentication: authentication)
    }

    private var services: ManagerServices {
        ManagerServices(
            sessions: sessions, execution: execution, accounts: accounts,
            images: ImageService(store: sessions.store, directory: directory), settings: settings, errors: errors,
            feed: feed,
            registry: registry)
    }

    private var api: ManagerAPI {
        ManagerAPI(
            services: services, signUp: .init(isAllowed: true), web: web, logger: logger,
            timing: EventStreamTiming(
                ping: .milliseconds(150), look: .milliseconds(50), patience: .seconds(2), delay: .milliseconds(1)))
    }

    /// Every route.
    func routes() throws -> ManagerRoutes { try api.routes() }

    /// The routes of WebSockets.
    var streams: StreamRoutes { api.streams }

    /// The sender of callbacks, which comes back soon.
    func callbacks(_ client: HTTPClient) -> CallbackSender {
        CallbackSender(store: sessions.store, client: client, logger: logger, firstPause: 20_000)
    }

    func server(onListening: @escaping @Sendable (WebServerAddress) async -> Void) throws -> WebServer {
        WebServer(
            responder: try api.responder(), webSocket: streams,
            configuration: WebServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0), serverName: "BackendAI"),
            logger: logger, onListening: onListening)
    }
}

extension TestManager {
    /// How many sessions hold something.
    func holdingSessions() async throws -> Int64 {
        let rows = try await store.transaction { connection throws(StoreError) in
            try connection.query(
                """
                SELECT count(DISTINCT k.session_id) AS number FROM allocations a JOIN kernels k ON k.id = a.kernel_id
                WHERE a.freed_at IS NULL
                """)
        }
        return rows.first?.integer("number") ?? 0
    }
}
