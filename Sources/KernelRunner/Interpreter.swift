import CLinux
import Core
import Glibc

/// One interpreter process, in a session of its own, and the link to the driver inside it.
final class Interpreter {
    /// The process; ours to reap, so the number is its own until then.
    let pid: pid_t
    /// Why the runner has ended it, once it has.
    private(set) var intervention: RunEnding.Intervention?
    /// Whether the driver has spoken.
    private(set) var isReady = false
    /// Runs that were given to it.
    private(set) var runCount = 0
    /// Whether its end of the link is gone: it has become another program, or is about to end.
    private(set) var isSilent = false

    private let link: any DriverLink

    /// Starts the interpreter, after `script` where there is one; it loads while the caller goes on.
    ///
    /// - Throws: ``SystemCallError`` naming the call that failed, with the path it concerns.
    init(
        _ evaluator: Evaluator, _ configuration: RunnerConfiguration, after script: BootstrapScript?,
        pipes: borrowing ProgramPipes
    ) throws(SystemCallError) {
        link =
            switch evaluator.dialogue {
            case .messages: try MessageLink(evaluator)
            case .lines(let file): try LineLink(evaluator, file: file, directory: configuration.driverDirectory)
            }
        try pipes.makeWritersBlocking()
        let command = [evaluator.path] + evaluator.arguments + link.arguments
        pid = try SpawnedProgram(
            command: script?.preceding(command) ?? command,
            directory: configuration.directory,
            identity: configuration.identity
        ).start(
            input: STDIN_FILENO,
            output: pipes.writer(.output),
            error: pipes.writer(.error),
            control: link.interpreterEnds.control,
            replies: link.interpreterEnds.replies
        )
        try link.started()
    }

    /// The descriptor to poll for ``nextMessage()``.
    var pollDescriptor: CInt { link.pollDescriptor }

    /// Whether a run can be given to it.
    var isUsable: Bool { intervention == nil && !isSilent }

    /// Gives it the code of a run.
    ///
    /// - Returns: The writing end of the run's input.
    /// - Throws: ``SystemCallError`` when it has ended or is about to.
    func begin(_ request: DriverRequest, _ code: CodeFile, _ pipes: borrowing ProgramPipes) throws(SystemCallError)
        -> Descriptor
    {
        let input = try link.send(request, code, pipes)
        runCount += 1
        return input
    }

    /// Whether there may be a message.
    var hasMessage: Bool { isUsable && link.hasMessage }

    /// The next message of the driver.
    ///
    /// - Returns: nil when there is none, or when what came is none: ``intervention`` tells.
    func nextMessage() -> DriverMessage? {
        guard isUsable else { return nil }
        switch link.receive() {
        case .nothing: return nil
        case .message(let message) where isReady || message == .ready:
            isReady = true
            return message
        case .message, .nonsense: end(because: .brokenProtocol)
        case .end: isSilent = true
        }
        return nil
    }

    /// The file that came with the last message, if one did.
    func takeAttachment() -> Descriptor? { (link as? MessageLink)?.takeAttachment() }

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
}
