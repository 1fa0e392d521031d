import Core
import FoundationEssentials
import Testing

@Suite("Identifiers and keys")
struct IdentifierTests {
    @Test("an identifier is a plain string on the wire")
    func wire() throws {
        let id = SessionID(rawValue: "6fa459ea-ee8a-3ca4-894e-db77e160355e")
        let text = String(decoding: try JSONEncoder().encode([id]), as: UTF8.self)

        #expect(text == #"["6fa459ea-ee8a-3ca4-894e-db77e160355e"]"#)
        #expect(try JSONDecoder().decode([SessionID].self, from: Data(text.utf8)) == [id])
    }

    @Test("a random one is a UUID in lower case, new each time")
    func random() {
        let ids = (0..<100).map { _ in KernelID.random() }

        #expect(Set(ids).count == 100)
        #expect(ids.allSatisfy { $0.isUUID && $0.rawValue == $0.rawValue.lowercased() && $0.rawValue.utf8.count == 36 })
    }

    @Test(
        "nothing but a UUID with dashes counts as one",
        arguments: [
            "", "..", "6fa459eaee8a3ca4894edb77e160355e", "6fa459ea-ee8a-3ca4-894e-db77e160355e/..", "my-session",
        ]
    )
    func noUUID(text: String) {
        #expect(!KernelID(rawValue: text).isUUID)
    }

    @Test("a secret key shows its last four characters at most, however it is printed")
    func secret() {
        let key = SecretKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        let keypair = Keypair(accessKey: AccessKey(rawValue: "AKIA"), secretKey: key)

        #expect("\(key)" == "…EKEY")
        #expect(String(reflecting: key) == "…EKEY")
        #expect("\(SecretKey("12345678"))" == "…")
        #expect(!"\(keypair)".contains("wJalr"))
        var dumped = ""
        dump(keypair, to: &dumped)
        #expect(!dumped.contains("wJalr"))
        #expect(key.reveal() == "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    }

    @Test("a stack is named by 16 hexadecimal digits of its directory, always the same")
    func stack() {
        // The offset basis of FNV-1a, and its value for `a`.
        #expect(StackID(stateDirectory: "").text == "cbf29ce484222325")
        #expect(StackID(stateDirectory: "a").text == "af63dc4c8601ec8c")
        #expect(StackID(stateDirectory: "/var/lib/one") != StackID(stateDirectory: "/var/lib/two"))
    }
}
