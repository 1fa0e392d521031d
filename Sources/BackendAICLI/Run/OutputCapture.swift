import Core
import Synchronization

/// A program's output, kept for the JSON answer.
final class OutputCapture: Sendable {
    private let streams = Mutex<(output: [UInt8], error: [UInt8])>(([], []))
    private let shown = Mutex<[JSONValue]>([])
    private let files = Mutex<[JSONValue]>([])
    private let used = Mutex<JSONValue?>(nil)

    /// Keeps what the program shows: text as it is, other content in Base64.
    func append(shown type: String, _ bytes: [UInt8]) {
        let content: JSONValue.Member =
            if let text = String(validating: bytes, as: UTF8.self) {
                .init("text", .string(text))
            } else {
                .init("base64", .string(Base64.encode(bytes)))
            }
        shown.withLock { $0.append(.object([.init("type", .string(type)), content])) }
    }

    /// Keeps what the program has written for its user, with the paths under which that is saved.
    func noteFiles(_ written: [OutputFile], savedIn directory: String?) {
        let values = written.map { file -> JSONValue in
            var members: [JSONValue.Member] = [
                .init("name", .string(file.name)), .init("size", .integer(file.size)), .init("url", .string(file.url)),
            ]
            if let directory { members.append(.init("path", .string("\(directory)/\(file.name)"))) }
            return .object(members)
        }
        files.withLock { $0 = values }
    }

    /// Keeps what the session has used.
    func note(used statistics: JSONValue) { used.withLock { $0 = statistics } }

    /// What the session has used, if that was to be told.
    var use: JSONValue? { used.withLock { $0 } }

    func appendOutput(_ bytes: [UInt8]) { streams.withLock { $0.output += bytes } }

    func appendError(_ bytes: [UInt8]) { streams.withLock { $0.error += bytes } }

    /// What has come so far on standard output and standard error.
    var bytes: (output: [UInt8], error: [UInt8]) { streams.withLock { ($0.output, $0.error) } }

    /// `stdout` and `stderr` as text; bytes that are no UTF-8 are shown as U+FFFD, and kept in `stdout_base64`.
    var members: [JSONValue.Member] {
        let (output, error) = streams.withLock { $0 }
        let shown = shown.withLock { $0 }
        let files = files.withLock { $0 }
        return OutputCapture.members("stdout", output) + OutputCapture.members("stderr", error)
            + (shown.isEmpty ? [] : [.init("display", .array(shown))])
            + (files.isEmpty ? [] : [.init("files", .array(files))])
            + (use.map { [.init("stats", $0)] } ?? [])
    }

    private static func members(_ name: String, _ bytes: [UInt8]) -> [JSONValue.Member] {
        if let text = String(validating: bytes, as: UTF8.self) { return [.init(name, .string(text))] }
        return [
            .init(name, .string(String(decoding: bytes, as: UTF8.self))),
            .init(name + "_base64", .string(Base64.encode(bytes))),
        ]
    }
}
