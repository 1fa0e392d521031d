import Core
import Logging
import NVML
import ServiceLifecycle
import Synchronization

/// The GPUs of NVIDIA, as a probe in a process of its own reads them.
///
/// A probe that says nothing for too long is ended and another is started: calls of NVML block for ever when a GPU is lost. It is
/// never started beside one that cannot be ended, so that a dead GPU holds one process and not one more every minute.
final class NVMLAccelerator: Accelerator, Service {
    /// The slot of whole GPUs.
    static let slot = SlotName("cuda.device")
    /// From one reading to the next.
    static let interval = Duration.seconds(2)

    private struct State {
        var reading: NVMLReading?
        var problem = "the GPUs have not been read yet"
    }

    private let probe: HostProgram
    private let deadline: Duration
    private let pool: BlockingPool
    private let logger: Logger
    private let state = Mutex(State())

    /// Makes an accelerator that knows nothing before it runs.
    ///
    /// - Parameters:
    ///   - library: NVML, by name or path.
    ///   - program: The agent's executable; this one unless a test says otherwise.
    ///   - deadline: How long a probe may say nothing.
    ///   - interval: From one reading to the next.
    ///   - logger: Where failures go.
    /// - Throws: ``SystemCallError`` when there is no thread left.
    init(
        library: String, program: String = "/proc/self/exe", deadline: Duration = .seconds(15),
        interval: Duration = NVMLAccelerator.interval, logger: Logger
    ) throws(SystemCallError) {
        let milliseconds = interval.components.seconds * 1000 + interval.components.attoseconds / 1_000_000_000_000_000
        probe = HostProgram(
            path: program, arguments: ["gpu-probe", "--library", library, "--interval", "\(milliseconds)"])
        self.deadline = deadline
        pool = try BlockingPool(threadCount: 1)
        self.logger = logger
    }

    var profile: AcceleratorProfile {
        AcceleratorProfile(
            name: "NVML", rules: [NVMLAccelerator.slot: SlotRules()], variable: "NVIDIA_VISIBLE_DEVICES")
    }

    func devices() async throws(AcceleratorFailure) -> [DeviceReport] {
        let (reading, problem) = state.withLock { ($0.reading, $0.problem) }
        guard let reading else { throw AcceleratorFailure(problem) }
        return reading.gpus.map { gpu in
            DeviceReport(
                id: gpu.uuid, slot: NVMLAccelerator.slot, capacity: Quantity(1), node: gpu.node, model: gpu.model,
                memory: gpu.memory, units: gpu.units, links: gpu.links.isEmpty ? nil : gpu.links,
                problem: gpu.problem)
        }
    }

    func usage() async -> [DeviceUsage] {
        (state.withLock { $0.reading }?.gpus ?? []).map { gpu in
            DeviceUsage(
                device: gpu.uuid, memory: gpu.memoryUsed, percent: gpu.percent, processes: gpu.processes)
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var pause = Duration.seconds(1)
            while !Task.isCancelled {
                let hasRead = await self.follow()
                pause = hasRead ? .seconds(1) : min(pause * 2, .seconds(60))
                try? await Task.sleep(for: pause)
            }
        }
    }

    /// One probe, from its start to its end.
    ///
    /// - Returns: Whether it has read anything.
    private func follow() async -> Bool {
        let child: ProbeProcess
        do throws(SystemCallError) {
            child = try await pool.run { [probe] () throws(SystemCallError) in try ProbeProcess(probe) }
        } catch {
            fail("the GPU probe cannot be started: \(error)")
            return false
        }
        var hasRead = false
        var last = ContinuousClock.now
        loop: while !Task.isCancelled {
            switch await pool.run({ child.next(within: 200) }) {
            case .line(let line):
                last = .now
                hasRead = take(line) || hasRead
            case .nothing where ContinuousClock.now - last < deadline: continue
            case .nothing:
                fail("NVML does not answer; a GPU may be lost")
                break loop
            case .end:
                // What it said before it ended is the better reason.
                if hasRead { fail("the GPU probe has ended") }
                break loop
            }
        }
        child.kill()
        while await !pool.run({ child.hasEnded(within: 200) }), !Task.isCancelled {}
        return hasRead
    }

    /// Takes a line of the probe in.
    ///
    /// - Returns: Whether it is a reading of GPUs.
    private func take(_ line: [UInt8]) -> Bool {
        guard let reading = try? JSONValue(parsing: line).decoded(as: NVMLReading.self) else {
            fail("the GPU probe said: \(String(decoding: line.prefix(512), as: UTF8.self))")
            return false
        }
        if let problem = reading.problem {
            fail(problem)
            return false
        }
        state.withLock { $0.reading = reading }
        return true
    }

    private func fail(_ problem: String) {
        let isNew = state.withLock { state in
            defer { (state.reading, state.problem) = (nil, problem) }
            return state.reading != nil || state.problem != problem
        }
        if isNew { logger.warning("GPUs not read", metadata: ["error": "\(problem)"]) }
    }
}
