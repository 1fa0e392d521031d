import Core
import Logging
import NIOCore

/// The command of a batch session, from the start of its kernel to its end.
///
/// It is a run of the kernel's runner like any other, but the agent follows it itself: no client and no manager is
/// needed for it. An agent that restarts takes it up where it left it.
struct BatchJob: Sendable {
    /// The run's name within its kernel; the original's.
    static let run = "batch-job"

    let kernel: KernelID
    /// Which of the kernel's lives it belongs to.
    let generation: Int
    let command: String
    let directory: KernelDirectory
    let supervisor: KernelSupervisor
    let memory: OutOfMemoryWatch
    let log: OutputLog
    let logger: Logger

    /// Follows it to its end and tells the supervisor.
    func run() async {
        while !Task.isCancelled, await supervisor.isRunning(kernel, generation) {
            do {
                if try await follow() { return }
            } catch {
                logger.debug("batch job not reached", metadata: ["kernel.id": "\(kernel)", "error": "\(error)"])
            }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    /// - Returns: Whether it has ended.
    private func follow() async throws -> Bool {
        let start = RunStart(
            run: BatchJob.run, mode: .batch, codeLength: 0, streamsInput: true, isInteractive: false,
            batch: BatchCommands(exec: command))
        return try await RunnerChannel.connect(directory.socket).perform { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: try Frame.control(RunnerRequest.start(start)).message))
            var number = 0
            var unacknowledged = 0
            for try await buffer in inbound {
                let frame = try Frame(message: buffer.readableBytesView)
                switch frame.kind {
                case .standardOutput, .standardError:
                    log.append(frame.payload, to: directory)
                    number += 1
                    unacknowledged += frame.payload.count
                case .display: number += 1
                case .control:
                    let event = try frame.decodeControl(as: RunnerEvent.self)
                    switch event {
                    case .attached(_, let next, _):
                        number = next - 1
                        // Nobody will ever give it input.
                        try await outbound.write(ByteBuffer(bytes: try Frame.control(RunnerRequest.endInput).message))
                    case .finished(let result):
                        await supervisor.taskEnded(kernel, generation, memory.amend(result))
                        return true
                    case .refused(_, let message):
                        let result = RunResult(exitCode: 125, reason: .completed, notice: message)
                        await supervisor.taskEnded(kernel, generation, result)
                        return true
                    default: if event.isNumbered { number += 1 }
                    }
                default: continue
                }
                guard unacknowledged >= 128 << 10 else { continue }
                unacknowledged = 0
                let request = RunnerRequest.acknowledge(through: number)
                try await outbound.write(ByteBuffer(bytes: try Frame.control(request).message))
            }
            return false
        }
    }
}
