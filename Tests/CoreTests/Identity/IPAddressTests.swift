import Core
import Testing

@Suite("IP addresses")
struct IPAddressTests {
    @Test(
        "are read in every spelling and written in the shortest",
        arguments: [
            ("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
            ("::1", "::1"), ("::", "::"), ("1::", "1::"), ("2001:DB8::00a1", "2001:db8::a1"),
            ("fe80::1%eth0", "fe80::1"), ("::ffff:10.1.2.3", "10.1.2.3"), ("::ffff:0a01:0203", "10.1.2.3"),
            ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:0:0:4:0:0:0:8", "1:0:0:4::8"),
            ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
        ]
    )
    func spelling(text: String, expected: String) {
        #expect(IPAddress(parsing: text)?.description == expected)
        #expect(IPAddress(parsing: expected) == IPAddress(parsing: text))
    }

    @Test(
        "nothing else is one",
        arguments: [
            "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", "1.2.3.-4", "1.2.3. 4", "1..2.3", "a.b.c.d", ":",
            ":::",
            "1:2", "1:2:3:4:5:6:7:8:9", "::1::", "1::2::3", "12345::", "g::", ":1::2", "1::2:", "1:2:3:4:5:6:7:8::",
            "::1.2.3", "1.2.3.4::", "localhost", "１.2.3.4",
        ]
    )
    func malformed(text: String) {
        #expect(IPAddress(parsing: text) == nil)
    }

    @Test("a subscriber of version 6 has 64 bits of addresses, of version 4 one")
    func subscribers() throws {
        let first = try #require(IPAddress(parsing: "2001:db8:1:2::5"))
        let second = try #require(IPAddress(parsing: "2001:db8:1:2:ffff::1"))
        #expect(first.subscriber == second.subscriber)
        #expect(first.subscriber != IPAddress(parsing: "2001:db8:1:3::5")?.subscriber)
        #expect(IPAddress(parsing: "10.0.0.1")?.subscriber != IPAddress(parsing: "10.0.0.2")?.subscriber)
    }
}
