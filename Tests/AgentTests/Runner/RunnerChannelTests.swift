import Core
import Glibc
import NIOCore
import Testing

@testable import Agent

@Suite("Runner channel", .timeLimit(.minutes(1)))
struct RunnerChannelTests {
    /// A socket in a place of its own, listened to by the test itself.
    private final class Listener {
        let path: String
        private let place: TemporaryDirectory
        private let descriptor: CInt

        init() throws {
            place = try TemporaryDirectory()
            path = place.path + "/runner.sock"
            descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            let (number, size) = (descriptor, socklen_t(MemoryLayout<sockaddr_un>.size))
            try checkedLibc("bind", path: path) {
                withUnsafePointer(to: &address) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(number, $0, size) }
                }
            }
            try checkedLibc("listen", path: path) { listen(number, 1) }
        }

        deinit { close(descriptor) }

        /// The connection that has been made.
        func accepted() throws -> Descriptor {
            let number = descriptor
            return Descriptor(owning: try checkedLibc("accept") { accept(number, nil, nil) })
        }
    }

    /// The messages that arrive when the runner's side says `bytes` and goes; nil after them if that was an error.
    private static func messages(of bytes: [UInt8]) async throws -> [[UInt8]?] {
        let listener = try Listener()
        let channel = try await RunnerChannel.connect(listener.path)
        do {
            let runner = try listener.accepted()
            try runner.write(bytes)
        }
        return try await channel.perform { inbound, _ in
            var messages: [[UInt8]?] = []
            do {
                for try await message in inbound { messages.append(Array(message.readableBytesView)) }
            } catch is FrameError {
                messages.append(nil)
            } catch {}
            return messages
        }
    }

    @Test("cuts the runner's bytes into frames, and drops one that is never whole")
    func frames() async throws {
        let frames = [Frame(.standardOutput, [1, 2]), Frame(.control, Array("{}".utf8)), Frame(.standardError, [])]
        let bytes = frames.flatMap(\.encoded)

        #expect(try await Self.messages(of: bytes) == frames.map(\.message))
        #expect(try await Self.messages(of: bytes + [0, 0, 0, 9, 2, 1]) == frames.map(\.message))
        #expect(try await Self.messages(of: []).isEmpty)
    }

    @Test(
        "a runner that does not keep to the protocol is heard no further",
        arguments: [[0, 0, 0, 0], [0, 4, 0, 2], [0xff, 0xff, 0xff, 0xff], [0, 0, 0, 1, 99]] as [[UInt8]]
    )
    func hostile(bytes: [UInt8]) async throws {
        let good = Frame(.standardOutput, [1])

        #expect(try await Self.messages(of: good.encoded + bytes + good.encoded) == [good.message, nil])
    }

    @Test("puts the length before what is sent")
    func sending() async throws {
        let listener = try Listener()
        let channel = try await RunnerChannel.connect(listener.path)
        let runner = try listener.accepted()
        let frame = Frame(.standardInput, [7, 8])
        try await channel.perform { _, outbound in try await outbound.write(ByteBuffer(bytes: frame.message)) }

        #expect(try runner.read(upTo: 100) == frame.encoded)
    }

    @Test("where nobody listens is an error")
    func nobody() async {
        await #expect(throws: (any Error).self) { try await RunnerChannel.connect("/nowhere/runner.sock") }
    }
}
