import Testing

@testable import Transport

@Suite("Endpoint")
struct EndpointTests {
    @Test(
        "takes a URL apart without changing a byte of it",
        arguments: [
            ("http://h", "h", "/"), ("HTTP://H:80/a/../b?c#d", "H", "/a/../b?c"), ("https://h:443?q", "h", "/?q"),
            ("https://h:80/", "h:80", "/"), ("ws://[::1]:8081/x#y", "[::1]:8081", "/x"),
            ("wss://h/%2e%2E", "h", "/%2e%2E"),
        ]
    )
    func parts(url: String, host: String, target: String) throws {
        let endpoint = try Endpoint(url: url)
        #expect(endpoint.host == host)
        #expect(endpoint.target == target)
    }

    @Test(
        "knows this machine, for which no proxy is asked",
        arguments: [
            ("http://localhost", true), ("http://LOCALHOST:1/", true), ("http://127.1.2.3/", true),
            ("http://[::1]:8/", true),
            ("http://localhost.example/", false), ("http://10.0.0.1/", false),
        ]
    )
    func loopback(url: String, isLoopback: Bool) throws {
        #expect(try Endpoint(url: url).isLoopback == isLoopback)
    }
}
