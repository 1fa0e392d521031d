import Core
import Glibc
import Hummingbird
public import Logging
import ServiceLifecycle
import UnixSignals
import WebServer

/// Many agents in one process whose kernels are no processes: for trying a manager at any size on one machine.
///
/// A manager finds them by the directory of their sockets.
public struct SimulationDaemon: Sendable {
    private let configuration: SimulationConfiguration
    private let logger: Logger

    /// Agents that are not there yet.
    public init(configuration: SimulationConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Runs until SIGTERM or SIGINT; then all their kernels are gone.
    ///
    /// - Throws: What keeps it from starting, as an error whose description is fit for users.
    public func run() async throws {
        let directory = configuration.stateDirectory
        try Directory.create(directory + "/agents")
        let lock = try DaemonLock(taking: directory + "/agents.pid")
        let journal = try SimulationJournal(path: directory + "/journal")
        let servers = (1...configuration.agents).map { server(number: $0, journal) }
        var group = ServiceGroupConfiguration(
            services: servers.map {
                .init(
                    service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup)
            },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = Duration.seconds(5)
        try await ServiceGroup(configuration: group).run()
        _ = consume lock
    }

    private func server(number: Int, _ journal: SimulationJournal) -> WebServer {
        let digits = String(number)
        let name = "sim-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        let agent = AgentID(rawValue: name)
        let routes = SimulatedRoutes(
            kernels: SimulatedKernels(agent: agent, journal: journal, startDelay: configuration.startDelay),
            node: NodeReport(
                agent: agent, version: ProductVersion.current, epoch: KernelID.random().rawValue,
                architecture: NodeSlots.architecture, available: configuration.slots,
                slotTypes: configuration.slots.names.reduce(into: [:]) { $0[$1] = $1.isBytes ? .bytes : .count },
                images: configuration.images.map {
                    ImageReport(name: $0, architecture: NodeSlots.architecture, labels: [:])
                }))
        return WebServer(
            responder: routes.router().buildResponder(), webSocket: routes,
            configuration: WebServerConfiguration(
                address: .unixSocket(path: "\(configuration.stateDirectory)/agents/\(name).sock"),
                requiredPeer: geteuid(), idleTimeout: nil),
            logger: logger)
    }
}
