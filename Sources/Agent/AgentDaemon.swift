import CLinux
import Core
import Glibc
import Hummingbird
public import Logging
import ServiceLifecycle
import UnixSignals
import WebServer

/// The agent as a whole: what it consists of, and in which order it starts and stops.
public struct AgentDaemon: Sendable {
    private let configuration: AgentConfiguration
    private let logger: Logger

    /// An agent that is not running yet.
    public init(configuration: AgentConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Runs until SIGTERM or SIGINT; kernels go on without it, and the next agent takes them over.
    ///
    /// - Throws: What keeps it from starting, as an error whose description is fit for users.
    public func run() async throws {
        let lock = try DaemonLock(taking: configuration.pidFile)
        // Containers' first processes are reparented to the nearest subreaper, which must be us to learn their end.
        try checked("prctl") { bai_prctl(CInt(PR_SET_CHILD_SUBREAPER), 1) }
        let pool = try BlockingPool()
        let accelerators = try Accelerators(configuration, logger: logger)
        let sandboxes = try await Sandboxes(
            sandboxConfiguration(accelerators), pool: pool, watch: try ProcessWatch())
        if let problem = sandboxes.imageProblem {
            logger.warning("images could not be looked for", metadata: ["error": "\(problem)"])
        }
        let events = EventLog()
        let devices = try accelerators.watch(
            machine: NodeSlots.devices(configured: configuration.slots), events: events, logger: logger)
        await devices.look()
        let log = try OutputLog(archive: configuration.stateDirectory + "/logs")
        let tasks = AgentTasks()
        let supervisor = KernelSupervisor(
            sandboxes: sandboxes, devices: devices, events: events, log: log,
            endings: try EndingLog(directory: configuration.stateDirectory + "/endings"), pool: pool, tasks: tasks,
            logger: logger
        )
        try await supervisor.recover()
        let routes = AgentRoutes(
            supervisor: supervisor,
            events: events,
            log: log,
            node: node(sandboxes.images, devices.inventory),
            devices: devices,
            sampler: NodeSampler(),
            stateDirectory: configuration.stateDirectory,
            logger: logger
        )
        try await serve(routes, accelerators.services + [devices, tasks])
        await sandboxes.close()
        _ = consume lock
    }

    /// Removes every kernel of this state directory, whether an agent knows it or not.
    ///
    /// - Throws: What could not be removed.
    public func purge() async throws {
        let lock = try DaemonLock(taking: configuration.pidFile)
        try checked("prctl") { bai_prctl(CInt(PR_SET_CHILD_SUBREAPER), 1) }
        let sandboxes = try await Sandboxes(
            sandboxConfiguration(nil), pool: try BlockingPool(), watch: try ProcessWatch())
        try await sandboxes.removeEverything()
        _ = consume lock
    }

    private func serve(_ routes: AgentRoutes, _ services: [any Service]) async throws {
        let server = WebServer(
            responder: routes.router().buildResponder(),
            webSocket: routes,
            configuration: WebServerConfiguration(
                address: .unixSocket(path: configuration.socket),
                requiredPeer: geteuid(),
                idleTimeout: nil
            ),
            logger: logger
        )
        var group = ServiceGroupConfiguration(
            services: (services + [server]).map {
                .init(
                    service: $0,
                    successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup
                )
            },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        group.maximumGracefulShutdownDuration = Duration.seconds(5)
        try await ServiceGroup(configuration: group).run()
    }

    /// What helps against a failure of ``run()``, where something does.
    public static func hint(for error: any Error) -> String? { (error as? SandboxError)?.hint }

    private var name: AgentID { AgentID(rawValue: configuration.name ?? NodeSlots.defaultName) }

    private func sandboxConfiguration(_ accelerators: Accelerators?) -> SandboxConfiguration {
        let stack = StackID(stateDirectory: configuration.stateDirectory)
        var sandbox = SandboxConfiguration(
            state: configuration.stateDirectory,
            owner: .init(agent: name, stack: stack.text),
            runner: configuration.runner
        )
        sandbox.runtime = configuration.runtime
        sandbox.scratchSize = configuration.scratchSize
        sandbox.scratchKind = configuration.usesMemoryScratch ? .memory : .automatic
        sandbox.accelerators = accelerators?.profiles ?? []
        return sandbox
    }

    private func node(_ images: [ImageReport], _ devices: DeviceInventory) -> NodeReport {
        NodeReport(
            agent: name,
            version: ProductVersion.current,
            epoch: KernelID.random().rawValue,
            architecture: NodeSlots.architecture,
            available: devices.available,
            slotTypes: devices.slotTypes,
            images: images,
            devices: devices
        )
    }
}
