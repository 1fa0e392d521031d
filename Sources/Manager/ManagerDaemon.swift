import CLinux
import Core
import Glibc
import GraphQL
import Hummingbird
public import Logging
import ServiceLifecycle
import Transport
import UnixSignals
import WebServer

/// The manager as a whole: what it consists of, and in which order it starts and stops.
public struct ManagerDaemon: Sendable {
    private let configuration: ManagerConfiguration
    private let logger: Logger

    /// A manager that is not running yet.
    public init(configuration: ManagerConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Runs until SIGTERM or SIGINT.
    ///
    /// - Throws: What keeps it from starting, as an error whose description is fit for users.
    public func run() async throws {
        let lock = try DaemonLock(taking: configuration.pidFile)
        let store = try Store(path: configuration.databasePath)
        let authentication = AuthenticationService(configuration.web.authentication)
        try await prepareAccounts(store)
        authentication.replace(with: try await store.keypairs())
        let settings = ClusterSettings(try await store.settings())
        // What it needs to open is open; it has no use for any privilege of its user.
        try checked("capset") { bai_drop_capabilities() }

        let directory = AgentDirectory()
        let changes = SessionChanges()
        let clock = SteadyClock()
        let activity = SessionActivity(clock: clock)
        let tasks = BackgroundTasks()
        let client = HTTPClient()
        let engine = SessionEngine(store: store, directory: directory, changes: changes, tasks: tasks, logger: logger)
        try await engine.endLastRuns()
        try await store.markAllSilent()
        let silence = Signal()
        let watch = IdleWatch(
            rules: configuration.idle, store: store, engine: engine, directory: directory, activity: activity,
            roster: changes.roster, clock: clock, logger: logger)
        let sessions = SessionService(
            store: store, engine: engine, directory: directory, changes: changes, authentication: authentication,
            activity: activity, idle: watch
        )
        let images = ImageService(store: store, directory: directory)
        let accounts = AccountServices(
            store: store, credentials: try CredentialMaker(), authentication: authentication)
        let execution = ExecutionService(sessions: sessions, store: store, tasks: tasks, activity: activity)
        let errors = ServerErrors(store: store, settings: settings, logger: logger)
        let feed = SessionEventFeed(store: store, logger: logger)
        let registry = BackgroundTaskRegistry(store: store, tasks: tasks, logger: logger)
        try await store.failAbandonedTasks()
        let callbacks = CallbackSender(store: store, client: client, logger: logger)
        let server = try server(
            ManagerServices(
                sessions: sessions, execution: execution, accounts: accounts, images: images, settings: settings,
                errors: errors, feed: feed, registry: registry))
        let links = configuration.agentSockets.map { socket in
            AgentLink(
                client: AgentClient(socket: socket, peer: geteuid(), client: client), directory: directory,
                store: store, engine: engine, silence: silence, logger: logger)
        }
        let transit = TransitService(
            watch: TransitWatch(
                rules: configuration.transit, agentPatience: configuration.agentPatience, store: store, engine: engine,
                logger: logger, clock: clock),
            store: store, silence: silence, clock: clock)
        let idle = IdleService(
            watch: watch, store: store, roster: changes.roster, activity: activity, clock: clock)
        let uses = KeypairUses(authentication: sessions.authentication, store: store, logger: logger)
        let rules = RulesWatch(store: store, engine: engine)
        let services: [any Service] =
            [rules, tasks, errors, feed, callbacks, uses] + links + [idle, transit, server]
        var group = ServiceGroupConfiguration(
            services: services.map {
                .init(
                    service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup)
            },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        group.maximumGracefulShutdownDuration = Duration.seconds(5)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch {
            await client.shutdown()
            throw error
        }
        await client.shutdown()
        _ = consume lock
    }

    /// What helps against a failure of ``run()``, where something does.
    public static func hint(for error: any Error) -> String? {
        switch error {
        case let error as StoreError: error.hint
        case WebServerError.addressInUse: "choose another port"
        default: nil
        }
    }

    private func server(_ services: ManagerServices) throws -> WebServer {
        let api = ManagerAPI(
            services: services, signUp: configuration.signUp, web: configuration.web, logger: logger)
        let portFile = configuration.portFile
        return WebServer(
            responder: try api.responder(),
            webSocket: api.streams,
            configuration: WebServerConfiguration(
                address: .tcp(host: configuration.host, port: configuration.port),
                serverName: "BackendAI"
            ),
            logger: logger,
            onListening: { address in
                guard let portFile, let port = address.port else { return }
                do {
                    try PrivateFile.write("\(port)\n", to: portFile)
                } catch {
                    logger.error("cannot write the port file", metadata: ["error": "\(error)"])
                }
            }
        )
    }

    private func prepareAccounts(_ store: Store) async throws {
        if configuration.usesExampleKeypairs {
            guard ["127.0.0.1", "::1", "localhost"].contains(configuration.host) else {
                throw ConfigurationError(
                    description: "example keypairs are known to everyone and allowed on loopback only")
            }
            logger.warning("example keypairs are in use: everyone who reaches this port is an administrator")
            try await store.populate(.example)
        }
        guard try await !store.hasKeypairs(), let path = configuration.keypairFile else { return }
        let keypair = try KeypairFile.read(path)
        let ids = (user: KernelID.random().rawValue, group: KernelID.random().rawValue)
        try await store.populate(.local(keypair, user: ids.user, group: ids.group))
    }
}
