import Testing

@testable import Core

@Suite("Networks of clients")
struct ClientNetworksTests {
    @Test(
        "contain the addresses that begin alike",
        arguments: [
            ("10.0.0.0/8", ["10.255.0.1", "::ffff:10.0.0.1"], ["11.0.0.1", "::1", "9.255.255.255"]),
            ("10.1.*.*", ["10.1.0.0", "10.1.255.255"], ["10.2.0.0"]), ("*.*.*.*", ["1.2.3.4"], ["2001:db8::1"]),
            ("192.0.2.7", ["192.0.2.7"], ["192.0.2.6"]), ("192.0.2.7/32", ["192.0.2.7"], ["192.0.2.8"]),
            ("0.0.0.0/0", ["1.2.3.4"], ["::1"]), ("2001:db8::/32", ["2001:db8:ffff::1"], ["2001:db9::1"]),
            ("::/0", ["::1", "1.2.3.4"], []), ("::1", ["::1"], ["::2", "127.0.0.1"]),
        ]
    )
    func contains(network: String, inside: [String], outside: [String]) throws {
        let networks = try ClientNetworks(parsing: [network])
        for text in inside { #expect(networks.contains(try #require(IPAddress(parsing: text))), "\(text)") }
        for text in outside { #expect(!networks.contains(try #require(IPAddress(parsing: text))), "\(text)") }
    }

    @Test(
        "are refused when they name no network, or one with bits behind its prefix",
        arguments: [
            "", "10.0.0.0/33", "10.0.0.1/8", "10.*.1.*", "*", "*.1.2.3", "10.0.0.0/", "10.0.0.0/+8", "::1/129", "x",
        ]
    )
    func malformed(text: String) {
        #expect(throws: ClientNetworks.Malformed(text: text)) { try ClientNetworks(parsing: ["10.0.0.1", text]) }
    }

    @Test("are kept as a JSON list of texts; what is no such list is not taken for one that allows everything")
    func stored() throws {
        let networks = try ClientNetworks(parsing: ["10.1.*.*", "2001:db8::/32", "192.0.2.7"])
        #expect(networks.stored == #"["10.1.0.0/16","2001:db8::/32","192.0.2.7"]"#)
        #expect(try ClientNetworks(stored: networks.stored) == networks)
        for text in ["", "null", "{}", "[1]", #"["x"]"#] {
            #expect(throws: ClientNetworks.Malformed.self) { try ClientNetworks(stored: text) }
        }
    }

    @Test(
        "who sends a request is told by trusted proxies alone, from the last of them backwards",
        arguments: [
            ("198.51.100.1", "203.0.113.9", "198.51.100.1"), ("10.0.0.1", nil, "10.0.0.1"),
            ("10.0.0.1", "203.0.113.9", "203.0.113.9"), ("10.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
            ("10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"), ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
            ("10.0.0.1", "203.0.113.9:4711", "203.0.113.9"), ("10.0.0.1", "[2001:db8::1]:80", "2001:db8::1"),
            ("10.0.0.1", "2001:db8::1", "2001:db8::1"), ("10.0.0.1", "unknown", "10.0.0.1"),
            ("10.0.0.1", "203.0.113.9,,10.0.0.2", "10.0.0.2"), ("10.0.0.1", "", "10.0.0.1"),
        ] as [(String, String?, String)]
    )
    func origin(peer: String, forwarded: String?, client: String) throws {
        let address = ClientOrigin.address(
            peer: try #require(IPAddress(parsing: peer)), forwarded: forwarded,
            proxies: try ClientNetworks(parsing: ["10.0.0.0/8"]))
        #expect(address.description == client)
    }

    @Test("without trusted proxies the header is not looked at")
    func untrusted() throws {
        let peer = try #require(IPAddress(parsing: "10.0.0.1"))
        #expect(ClientOrigin.address(peer: peer, forwarded: "1.2.3.4", proxies: .none) == peer)
    }
}
