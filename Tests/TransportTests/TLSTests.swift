import Testing

@testable import Transport

@Suite("TLS", .enabled(if: TestCertificate.isAvailable, "needs the openssl command to make a certificate"))
struct TLSTests {
    @Test("refuses a certificate that nobody vouches for, and takes it when told to")
    func certificate() async throws {
        try await withTemporaryDirectory { directory in
            try await TestServer.run(certificate: TestCertificate(in: directory)) { server, client in
                let error = await #expect(throws: TransportError.self) {
                    try await client.send(server.request("/small"))
                }
                guard case .tls = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                var request = server.request("/small")
                request.verifiesCertificate = false
                let response = try await client.send(request)
                #expect(response.text == "hello")
            }
        }
    }

    @Test("carries a WebSocket both ways at once, large messages included")
    func webSocket() async throws {
        try await withTemporaryDirectory { directory in
            try await TestServer.run(certificate: TestCertificate(in: directory)) { server, client in
                var request = server.request("/ws/echo")
                request.verifiesCertificate = false
                let socket = try await client.webSocket(request)
                let sender = Task {
                    for index in 0..<100 {
                        try await socket.send(binary: [UInt8](repeating: UInt8(index), count: 300_000))
                    }
                }
                for index in 0..<100 {
                    #expect(try await socket.receive() == .binary([UInt8](repeating: UInt8(index), count: 300_000)))
                }
                try await sender.value
                await socket.close()
                #expect(socket.closeCode == 1000)
            }
        }
    }
}
