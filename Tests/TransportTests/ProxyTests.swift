import Foundation
import Glibc
import Testing

@testable import Transport

/// Serialized because a proxy is named by the environment, which is one for the whole process; requests to this
/// machine, and so those of every other test, don't ask for one.
@Suite("Proxies", .serialized)
struct ProxyTests {
    @Test("an HTTP proxy is asked for a tunnel, so that it sees neither target nor headers")
    func tunnel() async throws {
        let request = try await firstBytes(sentTo: "http")
        #expect(String(decoding: request, as: UTF8.self).hasPrefix("CONNECT manager.invalid:8081 HTTP/1.1\r\n"))
        #expect(!String(decoding: request, as: UTF8.self).contains("secret"))
    }

    @Test("a SOCKS proxy is never offered Kerberos, which the released programs don't hold")
    func socks() async throws {
        let greeting = try await firstBytes(sentTo: "socks5h")
        try #require(greeting.count >= 2)
        #expect(greeting[0] == 5)
        let methods = greeting.dropFirst(2).prefix(Int(greeting[1]))
        #expect(methods.contains(0))
        #expect(!methods.contains(1))
    }

    /// What a proxy is sent first by a request to another machine; the proxy then hangs up.
    private func firstBytes(sentTo scheme: String) async throws -> [UInt8] {
        let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { Glibc.close(listening) }
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(listening, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listening, address, length) == 0 && listen(listening, 1) == 0
                    && getsockname(listening, address, &length) == 0
            } ? Int(UInt16(bigEndian: pointer.pointee.sin_port)) : nil
        }
        let proxy = "\(scheme)://127.0.0.1:\(try #require(port))"
        setenv("all_proxy", proxy, 1)
        defer { unsetenv("all_proxy") }
        let client = HTTPClient()
        let accepted = Task.detached {
            let connection = accept(listening, nil, nil)
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = recv(connection, &bytes, bytes.count, 0)
            Glibc.close(connection)
            return Array(bytes.prefix(max(0, count)))
        }
        let request = HTTPRequest(
            method: "GET", url: "http://manager.invalid:8081/secret", headers: ["X-Secret": "secret"])
        await #expect(throws: TransportError.self) { _ = try await client.send(request) }
        await client.shutdown()
        return await accepted.value
    }
}
