import CLinux
import Core
import Glibc

/// A link by messages of a socket: requests carry the descriptors of code, input, output and error.
///
/// The driver itself is the first message.
final class MessageLink: DriverLink {
    private let control: Descriptor
    private var theirs: Descriptor?
    private let driver: [UInt8]
    private var attachment: Descriptor?

    /// Makes the socket.
    init(_ evaluator: Evaluator) throws(SystemCallError) {
        var ends: [CInt] = [-1, -1]
        try checked("socketpair") { bai_message_pair(&ends) }
        control = Descriptor(owning: ends[0])
        theirs = Descriptor(owning: ends[1])
        driver = evaluator.driver
    }

    var pollDescriptor: CInt { control.number }
    var interpreterEnds: (control: CInt, replies: CInt) { (theirs?.number ?? -1, -1) }
    var arguments: [String] { [] }

    func started() throws(SystemCallError) {
        theirs = nil
        do {
            try send(driver, [])
        } catch  where error.code == EPIPE || error.code == ECONNRESET {
            // It has ended already, and the news of that will come.
        }
    }

    func send(_ request: DriverRequest, _ code: CodeFile, _ pipes: borrowing ProgramPipes) throws(SystemCallError)
        -> Descriptor
    {
        let input = try Pipe()
        let writer = input.writer.number
        try checked("fcntl") { bai_set_nonblocking(writer, 1) }
        try send(
            request.message, [code.number, input.reader.number, pipes.writer(.output), pipes.writer(.error)])
        return input.takeWriter()
    }

    var hasMessage: Bool {
        var state = pollfd(fd: control.number, events: Int16(POLLIN), revents: 0)
        return poll(&state, 1, 0) == 1
    }

    func receive() -> DriverReception {
        var bytes = [UInt8](repeating: 0, count: DriverMessage.maximumLength)
        var descriptor: CInt = -1
        let count = Int(bai_receive_message(control.number, &bytes, bytes.count, &descriptor))
        attachment = descriptor < 0 ? nil : Descriptor(owning: descriptor)
        if count == -Int(EAGAIN) || count == -Int(EINTR) { return .nothing }
        // An empty message reads like the end, but user code could send one.
        if count < 0 || count == 0 && hasHungUp { return .end }
        guard count <= bytes.count, let message = DriverMessage(bytes[..<count]) else { return .nonsense }
        return .message(message)
    }

    /// The descriptor that came with the last message; the first one, if there were several.
    func takeAttachment() -> Descriptor? {
        attachment.take()
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
