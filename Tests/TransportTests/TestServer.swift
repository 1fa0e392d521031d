import Foundation
import Glibc

@testable import Transport

/// `Fixtures/server.py` as a child process.
///
/// It ends when its standard input does, so that none is left even when the tests are killed.
struct TestServer: Sendable {
    let port: Int
    let unixSocket: String?
    let isSecure: Bool
    private let pid: pid_t
    private let input: Int32

    /// Starts a server, runs `body` with it and a client, and ends both.
    static func run(
        unixSocket: String? = nil,
        certificate: TestCertificate? = nil,
        backlog: Int = 128,
        _ body: (TestServer, HTTPClient) async throws -> Void
    ) async throws {
        let server = try TestServer(unixSocket: unixSocket, certificate: certificate, backlog: backlog)
        let client = HTTPClient()
        defer { server.end() }
        try await body(server, client)
        await client.shutdown()
    }

    private init(unixSocket: String?, certificate: TestCertificate?, backlog: Int) throws {
        guard let script = Bundle.module.path(forResource: "server", ofType: "py", inDirectory: "Fixtures") else {
            throw CocoaError(.fileNoSuchFile)
        }
        var arguments = ["/usr/bin/python3", "-I", script, "--backlog", String(backlog)]
        if let unixSocket { arguments += ["--unix", unixSocket] }
        if let certificate { arguments += ["--tls", certificate.certificate, certificate.key] }
        let (pid, input, output) = try Self.spawn(arguments)
        var line = ""
        var byte: UInt8 = 0
        while Glibc.read(output, &byte, 1) == 1, byte != UInt8(ascii: "\n") {
            line.append(Character(UnicodeScalar(byte)))
        }
        Glibc.close(output)
        guard let port = Int(line) else { throw CocoaError(.executableLoad) }
        self.port = port
        self.unixSocket = unixSocket
        self.isSecure = certificate != nil
        self.pid = pid
        self.input = input
    }

    /// Runs a program with pipes for standard input and output that no other child inherits.
    private static func spawn(_ arguments: [String]) throws -> (pid_t, input: Int32, output: Int32) {
        var ends: [Int32] = [0, 0, 0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0,
            ends.withUnsafeMutableBufferPointer({ pair in
                socketpair(
                    AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, pair.baseAddress?.advanced(by: 2))
            }) == 0
        else { throw POSIXError(.EMFILE) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 0)
        posix_spawn_file_actions_adddup2(&actions, ends[3], 1)
        var words = arguments.map { strdup($0) } + [nil]
        var pid: pid_t = 0
        let code = posix_spawn(&pid, arguments[0], &actions, nil, &words, environ)
        words.forEach { free($0) }
        posix_spawn_file_actions_destroy(&actions)
        Glibc.close(ends[1])
        Glibc.close(ends[3])
        guard code == 0 else { throw POSIXError(.ENOENT) }
        return (pid, ends[0], ends[2])
    }

    private func end() {
        kill(pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        Glibc.close(input)
    }

    /// A request to this server.
    func request(_ target: String, method: String = "GET", headers: HTTPHeaders = [:], body: [UInt8]? = nil)
        -> HTTPRequest
    {
        let authority = unixSocket == nil ? "127.0.0.1:\(port)" : "localhost"
        return HTTPRequest(
            method: method, url: (isSecure ? "https://" : "http://") + authority + target, unixSocket: unixSocket,
            headers: headers, body: body)
    }

    /// One of the numbers that the server keeps.
    func number(_ name: String, _ client: HTTPClient) async throws -> Int {
        let response = try await client.send(request("/state?name=\(name)"))
        return Int(String(decoding: response.body, as: UTF8.self)) ?? -1
    }

    /// Waits until `count` connections have been closed by the client or the server.
    func closed(_ count: Int, _ client: HTTPClient) async throws -> Bool {
        try await client.send(request("/closed?count=\(count)")).text == "True"
    }
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// A directory that is gone when the closure returns.
func withTemporaryDirectory(_ body: (String) async throws -> Void) async throws {
    var template = Array("/tmp/transport-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw POSIXError(.EIO) }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await body(path)
}
