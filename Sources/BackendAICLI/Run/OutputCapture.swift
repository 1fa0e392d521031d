import Core
import Synchronization

/// A program's output, kept for the JSON answer.
final class OutputCapture: Sendable {
    private let streams = Mutex<(output: [UInt8], error: [UInt8])>(([], []))

    func appendOutput(_ bytes: [UInt8]) { streams.withLock { $0.output += bytes } }

    func appendError(_ bytes: [UInt8]) { streams.withLock { $0.error += bytes } }

    /// `stdout` and `stderr` as text; bytes that are no UTF-8 are shown as U+FFFD, and kept in `stdout_base64`.
    var members: [JSONValue.Member] {
        let (output, error) = streams.withLock { $0 }
        return OutputCapture.members("stdout", output) + OutputCapture.members("stderr", error)
    }

    private static func members(_ name: String, _ bytes: [UInt8]) -> [JSONValue.Member] {
        if let text = String(validating: bytes, as: UTF8.self) { return [.init(name, .string(text))] }
        return [
            .init(name, .string(String(decoding: bytes, as: UTF8.self))),
            .init(name + "_base64", .string(Base64.encode(bytes))),
        ]
    }
}
