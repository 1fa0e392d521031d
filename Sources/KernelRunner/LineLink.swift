import CLinux
import Core
import Glibc

/// A link by lines of text over two pipes, for languages that cannot receive descriptors.
///
/// Code and input are named by their paths in a directory of the runner's own, which user code cannot write to:
/// the driver and the code are files there, the input is a FIFO.
///
/// Requests: `run <number> <flags> <code> <input>` and `complete <number> <code>`. Replies: see ``DriverMessage``.
final class LineLink: DriverLink {
    /// The longest line of a driver.
    private static let maximumLine = 64

    private let directory: String
    private let driverPath: String
    private let requests: Descriptor
    private let replies: Descriptor
    private var theirs: (requests: CInt, replies: CInt)
    private var received: [UInt8] = []
    // Both ends of the input, until the driver has opened its own: neither its opening nor our writing may fail.
    private var inputReader: Descriptor?
    private var inputWriter: Descriptor?

    /// Makes the pipes, and the directory with the driver in it.
    init(_ evaluator: Evaluator, file: String, directory: String) throws(SystemCallError) {
        self.directory = directory
        driverPath = "\(directory)/\(file)"
        let requestPipe = try Pipe()
        let replyPipe = try Pipe()
        theirs = (try requestPipe.duplicateReader().release(), -1)
        requests = requestPipe.takeWriter()
        theirs.replies = try replyPipe.duplicateWriter().release()
        replies = replyPipe.takeReader()
        for descriptor in [requests.number, replies.number] {
            try checked("fcntl") { bai_set_nonblocking(descriptor, 1) }
        }
        try LineLink.makeDirectory(directory)
        try LineLink.write(evaluator.driver, to: driverPath)
    }

    deinit { closeTheirs() }

    var pollDescriptor: CInt { replies.number }
    var interpreterEnds: (control: CInt, replies: CInt) { (theirs.requests, theirs.replies) }
    var arguments: [String] { [driverPath] }

    func started() {
        closeTheirs()
    }

    func send(_ request: DriverRequest, _ code: CodeFile, _ pipes: borrowing ProgramPipes) throws(SystemCallError)
        -> Descriptor
    {
        let codePath = "\(directory)/code"
        let inputPath = "\(directory)/input"
        try code.copy(to: try LineLink.create(codePath))
        unlink(inputPath)
        try checkedLibc("mkfifo", path: inputPath) { mkfifo(inputPath, 0o644) }
        // Both ends are opened here, so that neither opening waits.
        inputReader = try Descriptor.open(inputPath, O_RDONLY | O_NONBLOCK)
        let writer = try Descriptor.open(inputPath, O_WRONLY | O_NONBLOCK)
        _ = bai_set_pipe_size(writer.number, CInt(Frame.maximumPayload))
        inputWriter = try Descriptor.open(inputPath, O_WRONLY | O_NONBLOCK)
        try requests.write(Array(request.line(code: codePath, input: inputPath).utf8))
        return writer
    }

    var hasMessage: Bool { true }

    func receive() -> DriverReception {
        if let message = nextLine() { return message }
        do {
            let bytes = try replies.read(upTo: 4096)
            guard !bytes.isEmpty else { return .end }
            received += bytes
        } catch {
            return error.code == EAGAIN || error.code == EINTR ? .nothing : .end
        }
        return nextLine() ?? .nothing
    }

    private func nextLine() -> DriverReception? {
        guard let end = received.firstIndex(of: UInt8(ascii: "\n")) else {
            return received.count > LineLink.maximumLine ? .nonsense : nil
        }
        let line = received[..<end]
        defer { received.removeFirst(end + 1) }
        guard line.count <= LineLink.maximumLine, let message = DriverMessage(line: line) else { return .nonsense }
        if message != .ready {
            inputReader = nil
            inputWriter = nil
        }
        return .message(message)
    }

    private func closeTheirs() {
        for descriptor in [theirs.requests, theirs.replies] where descriptor >= 0 { close(descriptor) }
        theirs = (-1, -1)
    }

    // MARK: Files

    private static func makeDirectory(_ path: String) throws(SystemCallError) {
        if mkdir(path, 0o755) == 0 {
            try checkedLibc("chmod", path: path) { chmod(path, 0o755) }
        } else if errno != EEXIST {
            throw SystemCallError(call: "mkdir", code: errno, path: path)
        }
        var status = stat()
        try checkedLibc("stat", path: path) { lstat(path, &status) }
        // User code could have made it, where /tmp is older than the runner.
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() else {
            throw SystemCallError(call: "mkdir", code: EEXIST, path: path)
        }
    }

    /// A new file, whatever was there; programs of earlier runs may still read that.
    private static func create(_ path: String) throws(SystemCallError) -> Descriptor {
        unlink(path)
        let file = try Descriptor.open(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o644)
        let number = file.number
        try checkedLibc("fchmod", path: path) { fchmod(number, 0o644) }
        return file
    }

    private static func write(_ bytes: [UInt8], to path: String) throws(SystemCallError) {
        try create(path).write(bytes)
    }
}
