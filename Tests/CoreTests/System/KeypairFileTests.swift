import Core
import Glibc
import Testing

@Suite("Keypair file")
struct KeypairFileTests {
    private let keypair = Keypair(accessKey: AccessKey(rawValue: "AKIA"), secretKey: SecretKey("secret/with+signs"))

    @Test("keeps the two keys on a line each, for its owner alone")
    func roundTrip() throws {
        let place = try PrivatePlace()
        try KeypairFile.write(keypair, to: place.file("keypair"))

        #expect(try PrivateFile.read(place.file("keypair")) == "AKIA\nsecret/with+signs\n")
        #expect(try KeypairFile.read(place.file("keypair")) == keypair)
        #expect(place.mode(of: "keypair") == 0o600)
    }

    @Test(
        "is refused when it holds anything else, and never says what",
        arguments: ["", "AKIA\n", "AKIA\nsecret\nmore\n", "\n\n"])
    func malformed(text: String) throws {
        let place = try PrivatePlace()
        let path = try place.write(text, to: "keypair")
        let error = #expect(throws: KeypairFile.Malformed.self) { try KeypairFile.read(path) }

        #expect(error?.description == "`\(path)` does not hold an access key and a secret key, one a line")
    }

    @Test("is refused when it is absent or may be read by others")
    func untrusted() throws {
        let place = try PrivatePlace()

        #expect(throws: KeypairFile.Malformed.self) { try KeypairFile.read(place.file("keypair")) }
        let path = try place.write("AKIA\nsecret\n", to: "keypair", mode: 0o644)
        #expect(throws: SystemCallError(call: "trust", code: EPERM, path: path)) { try KeypairFile.read(path) }
    }
}
