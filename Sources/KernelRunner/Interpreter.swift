import CLinux
import Core
import Glibc

/// One interpreter process, in a session of its own, and the control socket to the driver inside it.
final class Interpreter {
    /// The process; ours to reap, so the number is its own until then.
    let pid: pid_t
    /// Why the runner has ended it, once it has.
    private(set) var intervention: RunEnding.Intervention?
    /// Whether the driver has spoken.
    private(set) var isReady = false
    /// Runs that were given to it.
    private(set) var runCount = 0
    /// Whether its end of the socket is gone: it has become another program, or is about to end.
    private(set) var isSilent = false

    private let control: Descriptor

    /// Starts the interpreter, after `script` where there is one; it loads while the caller goes on.
    ///
    /// - Throws: ``SystemCallError`` naming the call that failed, with the path it concerns.
    init(
        _ evaluator: Evaluator, _ configuration: RunnerConfiguration, after script: BootstrapScript?,
        pipes: borrowing ProgramPipes
    ) throws(SystemCallError) {
        var ends: [CInt] = [-1, -1]
        try checked("socketpair") { bai_message_pair(&ends) }
        control = Descriptor(owning: ends[0])
        let theirs = Descriptor(owning: ends[1])
        try pipes.makeWritersBlocking()
        let command = [evaluator.path] + evaluator.arguments
        pid = try SpawnedProgram(
            command: script?.preceding(command) ?? command,
            directory: configuration.directory,
            identity: configuration.identity
        ).start(
            input: STDIN_FILENO,
            output: pipes.writer(.output),
            error: pipes.writer(.error),
            control: theirs.number
        )
        try send(evaluator.driver, [])
    }

    /// The descriptor to poll for ``nextMessage()``.
    var pollDescriptor: CInt { control.number }

    /// Whether a run can be given to it.
    var isUsable: Bool { intervention == nil && !isSilent }

    /// Gives it a run with its `descriptors`: code, input, output and error.
    ///
    /// - Throws: ``SystemCallError`` when it has ended or is about to.
    func begin(_ request: DriverRequest, descriptors: [CInt]) throws(SystemCallError) {
        try send(request.encoded, descriptors)
        runCount += 1
    }

    /// The next message of the driver.
    ///
    /// - Returns: nil when there is none, or when what came is none: ``intervention`` tells.
    func nextMessage() -> DriverMessage? {
        guard isUsable else { return nil }
        var bytes = [UInt8](repeating: 0, count: DriverMessage.maximumLength)
        let count = Int(bai_receive_message(control.number, &bytes, bytes.count))
        if count == -Int(EAGAIN) || count == -Int(EINTR) { return nil }
        // An empty message reads like the end, but user code could send one.
        if count < 0 || count == 0 && hasHungUp {
            isSilent = true
            return nil
        }
        guard count <= bytes.count, let message = DriverMessage(bytes[..<count]), isReady || message == .ready else {
            end(because: .brokenProtocol)
            return nil
        }
        isReady = true
        return message
    }

    /// Sends SIGINT to the interpreter and the programs in its foreground, as a terminal would.
    func interrupt() {
        kill(-pid, SIGINT)
    }

    /// Ends the interpreter and its process group at once.
    func end(because intervention: RunEnding.Intervention) {
        self.intervention = self.intervention ?? intervention
        kill(-pid, SIGKILL)
    }

    /// Ends everything of the process group when the runner itself ends.
    func hangUp() {
        kill(-pid, SIGHUP)
        kill(-pid, SIGKILL)
    }

    private var hasHungUp: Bool {
        var state = pollfd(fd: control.number, events: 0, revents: 0)
        return poll(&state, 1, 0) == 1 && state.revents & Int16(POLLHUP) != 0
    }

    private func send(_ bytes: [UInt8], _ descriptors: [CInt]) throws(SystemCallError) {
        try checked("sendmsg") {
            bai_send_with_descriptors(control.number, bytes, bytes.count, descriptors, descriptors.count)
        }
    }
}
