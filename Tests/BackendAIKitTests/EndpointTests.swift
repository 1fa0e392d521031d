import Testing

@testable import BackendAIKit

@Suite("Endpoint")
struct EndpointTests {
    @Test(
        "splits a URL into what is signed and what is sent",
        arguments: [
            ("http://127.0.0.1:8081", "127.0.0.1:8081", ""), ("http://host:80/", "host", ""),
            ("https://host:443/base/", "host", "/base"), ("HTTPS://Host:8443/a/b", "Host:8443", "/a/b"),
        ]
    )
    func parsing(text: String, authority: String, base: String) throws {
        let endpoint = try Endpoint(parsing: text)

        #expect(endpoint.authority == authority)
        #expect(endpoint.basePath == base)
    }

    @Test(
        "refuses what is no absolute http URL",
        arguments: ["", "host:8081", "ftp://host", "http://", "http://u:p@host", "http://host?x", "http://host/a#b"])
    func refusing(text: String) {
        #expect(throws: Endpoint.Malformed(text: text)) { try Endpoint(parsing: text) }
    }
}
