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

    @Test(
        "the text is kept as it is, be it nearly a UUID",
        arguments: [
            "", "i-host", "6fa459ea-ee8a-3ca4-894e-db77e160355e", "6FA459EA-EE8A-3CA4-894E-DB77E160355E",
            "6fa459ea-ee8a-3ca4-894e-db77e160355g", "6fa459eaeee8a-3ca4-894e-db77e160355e",
            "6fa459ea-ee8a-3ca4-894e-db77e160355-", "-fa459ea-ee8a-3ca4-894e-db77e160355e",
            "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "６fa459ea-ee8a-3ca4-894e",
        ])
    func text(text: String) {
        #expect(SessionID(rawValue: text).rawValue == text)
    }

    @Test("identifiers compare as their texts do")
    func order() {
        let texts =
            (0..<40).map { _ in KernelID.random().rawValue } + ["", "a", "i-host", "zzz", "6fa459ea-ee8a-3ca4-894e"]
        for left in texts {
            for right in texts {
                let (first, second) = (KernelID(rawValue: left), KernelID(rawValue: right))
                #expect((first < second) == (left < right))
                #expect((first == second) == (left == right))
            }
        }
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
