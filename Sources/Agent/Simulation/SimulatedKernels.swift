import Core

/// The kernels of one simulated agent: no process at all, and everything else.
///
/// A kernel runs until it is stopped, or for as many seconds as its startup command says: `sleep 5`.
actor SimulatedKernels {
    let agent: AgentID
    let events = EventLog()
    private let journal: SimulationJournal
    private let startDelay: Double
    private var reports: [KernelID: KernelReport] = [:]
    /// How many ended kernels are remembered, the latest ones.
    private static let memory = 1000
    private var ended: [KernelID] = []

    init(agent: AgentID, journal: SimulationJournal, startDelay: Double) {
        self.agent = agent
        self.journal = journal
        self.startDelay = startDelay
    }

    /// Every kernel that is remembered.
    var all: [KernelReport] { reports.values.sorted { $0.kernel < $1.kernel } }

    /// One kernel.
    ///
    /// - Throws: ``AgentProblem`` for one that is not known.
    func report(of kernel: KernelID) throws(AgentProblem) -> KernelReport {
        guard let report = reports[kernel] else {
            throw AgentProblem(code: "unknown-kernel", message: "there is no kernel `\(kernel)`")
        }
        return report
    }

    /// Starts a kernel, or finds that it has been started.
    func start(_ spec: KernelSpec) async -> KernelReport {
        if let known = reports[spec.kernel] { return known }
        note(spec.kernel, spec.session, .starting)
        journal.note("start", spec.kernel, of: spec.session, on: agent)
        if startDelay > 0 { try? await Task.sleep(for: .seconds(startDelay)) }
        // It may have been told to stop meanwhile.
        if let now = reports[spec.kernel], now.phase != .starting { return now }
        let report = note(spec.kernel, spec.session, .running)
        await events.append(report)
        if let seconds = spec.startupCommand.flatMap(Self.seconds) {
            Task {
                try? await Task.sleep(for: .seconds(seconds))
                await self.end(spec.kernel, because: .selfTerminated, code: 0)
            }
        }
        return report
    }

    /// Stops a kernel.
    ///
    /// - Throws: ``AgentProblem`` for one that is not known.
    func stop(_ kernel: KernelID, reason: StatusReason) async throws(AgentProblem) -> KernelReport {
        _ = try report(of: kernel)
        await end(kernel, because: reason, code: 137)
        return try report(of: kernel)
    }

    /// Has a kernel begin anew, or finds that it has.
    ///
    /// - Throws: ``AgentProblem`` for one that is not known.
    func restart(_ kernel: KernelID, _ order: RestartOrder) async throws(AgentProblem) -> KernelReport {
        let known = try report(of: kernel)
        guard known.phase == .running, known.generation ?? 0 < order.generation else { return known }
        let report = note(kernel, known.session, .running, generation: order.generation)
        await events.append(report)
        return report
    }

    private func end(_ kernel: KernelID, because reason: StatusReason, code: Int) async {
        guard let known = reports[kernel], known.phase != .stopped else { return }
        let report = note(kernel, known.session, .stopped, reason: reason, code: code)
        journal.note("stop", kernel, of: known.session, on: agent)
        ended.append(kernel)
        if ended.count > Self.memory { reports[ended.removeFirst()] = nil }
        await events.append(report)
    }

    @discardableResult
    private func note(
        _ kernel: KernelID, _ session: SessionID, _ phase: KernelPhase, reason: StatusReason? = nil, code: Int? = nil,
        generation: Int? = nil
    ) -> KernelReport {
        let report = KernelReport(
            kernel: kernel, session: session, phase: phase, container: phase == .starting ? nil : "sim-\(kernel)",
            reason: reason, exitCode: code, generation: generation ?? reports[kernel]?.generation)
        reports[kernel] = report
        return report
    }

    /// The number in `sleep 5`; nil for any other command.
    private static func seconds(_ command: String) -> Double? {
        let words = command.split(separator: " ")
        guard words.count == 2, words[0] == "sleep", let seconds = Double(words[1]), (0...1e9).contains(seconds) else {
            return nil
        }
        return seconds
    }
}
