import BackendAIKit
import Core
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import BackendAICLI

@Suite("The file of contexts")
struct ContextFileTests {
    @Test("what is written is read again, whatever stands in it")
    func roundTrip() throws {
        var file = ContextFile()
        file.current = "prod.eu"
        file.contexts["prod.eu"] = StoredContext(
            endpoint: "https://manager.example.com/api", kind: .session, domain: "한국 \"quoted\" \\ \u{1}\n",
            group: "it's", skipsCertificate: true)
        file.contexts["plain"] = StoredContext(
            endpoint: "http://127.0.0.1:8081",
            keypair: Keypair(accessKey: AccessKey(rawValue: "AKIA1"), secretKey: SecretKey("s\t=#\"x")))

        #expect(try ContextFile(parsing: file.text) == file)
        #expect(try ContextFile(parsing: "") == ContextFile())
    }

    @Test("files that people write are read: comments, blanks, both kinds of quotes, CRLF")
    func byHand() throws {
        let text = """
            # mine\r
            current='a'\r
              [ contexts . a ]   # the first\r
            endpoint\t=  'http://h:1'  # where\r
            access-key = "A\\u004bIA"\r
            skip-certificate-validation=false\r
            """
        let file = try ContextFile(parsing: text)

        #expect(file.current == "a")
        #expect(file.contexts["a"]?.endpoint == "http://h:1")
        #expect(file.contexts["a"]?.keypair?.accessKey.rawValue == "AKIA")
        #expect(file.contexts["a"]?.skipsCertificate == false)
    }

    @Test(
        "what is not understood is told with its line",
        arguments: [
            ("x", 1), ("\n[contexts.a]\nendpoint = http://h", 3), ("[other.a]", 1), ("[contexts.a]\ncolour = \"x\"", 2),
            ("[contexts.a]\nendpoint = \"http://h\"\n[contexts.a]", 3), ("[contexts.\"-a\"]", 1), ("[contexts.a", 1),
            ("[contexts.a]\ntype = \"magic\"", 2), ("[contexts.a]\nendpoint = \"nowhere\"", 1),
            ("[contexts.a]\ndomain = \"d\"", 1), ("endpoint = \"http://h\"", 1), ("current = \"a", 1),
            ("current = \"\\x\"", 1), ("skip-certificate-validation = true", 1), ("a = 'b' c", 1),
        ])
    func malformed(text: String, line: Int) {
        let error = #expect(throws: ContextFile.Malformed.self) { try ContextFile(parsing: text) }

        #expect(error?.line == line)
    }

    @Test(
        "names are plain words",
        arguments: [
            ("a", true), ("prod-1.eu_x", true), ("", false), ("-a", false), ("a b", false), ("é", false),
            ("a/b", false),
            (String(repeating: "a", count: 65), false),
        ])
    func names(name: String, isValid: Bool) {
        #expect(ContextName.isValid(name) == isValid)
    }

    @Test(
        "a manager's address suggests a name",
        arguments: [
            ("manager.example.com", "manager.example.com"), ("127.0.0.1:8081", "127.0.0.1-8081"), ("[::1]:80", "1--80"),
            ("local", "manager"),
        ])
    func suggestions(authority: String, name: String) {
        #expect(ContextName.suggested(for: authority) == name)
    }

    @Test("a context that there is not is told with the nearest one")
    func nearest() {
        var file = ContextFile()
        file.contexts["production"] = StoredContext(endpoint: "http://h")
        let failure = #expect(throws: CommandFailure.self) { try file.context("prodution") }

        #expect(failure?.status == .invalidArgument)
        #expect(failure?.hint == "did you mean `production`?")
    }
}

@Suite("Where contexts and logins are kept")
struct ContextStoreTests {
    private static func directory() -> String { "/tmp/backend.ai-contexts-\(UUID().uuidString.lowercased().prefix(8))" }

    private static func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test("files are for their owner alone, and one that is not is refused")
    func modes() throws {
        let base = Self.directory()
        defer { try? SafeRemoval.remove(base) }
        let store = ContextStore(environment: ["XDG_CONFIG_HOME": base])
        #expect(try store.read() == ContextFile())
        try store.change { $0.contexts["a"] = StoredContext(endpoint: "http://h") }
        #expect(store.path == base + "/backend.ai/contexts.toml")
        #expect(Self.mode(store.path) == 0o600 && Self.mode(store.directory) == 0o700)

        chmod(store.path, 0o644)
        let failure = #expect(throws: CommandFailure.self) { try store.read() }
        #expect(failure?.hint == "chmod 600 \(store.path)")
    }

    @Test("a change that fails leaves the file as it was, and a damaged file is not written over")
    func failures() throws {
        let base = Self.directory()
        defer { try? SafeRemoval.remove(base) }
        let store = ContextStore(environment: ["HOME": base])
        #expect(store.directory == base + "/.config/backend.ai")
        try store.change { $0.contexts["a"] = StoredContext(endpoint: "http://h") }
        let before = try store.read()
        #expect(throws: CommandFailure.self) {
            try store.change { file in
                file.contexts = [:]
                throw CommandFailure(what: "no")
            }
        }
        #expect(try store.read() == before)

        try PrivateFile.write("garbage", to: store.path)
        let failure = #expect(throws: CommandFailure.self) { try store.change { $0.current = "a" } }
        #expect(failure?.why == "line 1 is not understood")
        #expect(try PrivateFile.read(store.path) == "garbage")
    }

    @Test("of changes at the same time none is lost")
    func together() async throws {
        let base = Self.directory()
        defer { try? SafeRemoval.remove(base) }
        let store = ContextStore(environment: ["XDG_CONFIG_HOME": base])
        // The lock is between processes, so processes do it.
        let program = TestMachine.programs + "/backend.ai"
        try #require(access(program, X_OK) == 0)
        try await withThrowingTaskGroup(of: CommandResult.self) { group in
            for number in 0..<8 {
                let command = Command(
                    program, ["context", "add", "c\(number)", "http://127.0.0.1:\(number + 1)"],
                    environment: ["XDG_CONFIG_HOME": base, "HOME": base])
                group.addTask { try await command.run() }
            }
            for try await result in group { #expect(result.status == 0, "\(result)") }
        }
        #expect(try store.read().contexts.count == 8)
    }

    @Test("cookies are kept by address, for their owner alone, and forgotten")
    func cookies() throws {
        let base = Self.directory()
        defer { try? SafeRemoval.remove(base) }
        let store = CookieStore(environment: ["XDG_STATE_HOME": base])
        let (one, two) = (Endpoint(loopbackPort: 1), Endpoint(loopbackPort: 2))
        let login = CookieStore.Login(username: "me", cookie: try #require(SessionCookie("abc")))
        #expect(store.login(at: one) == nil)
        try store.keep(login, at: one)
        #expect(store.login(at: one) == login && store.login(at: two) == nil)
        #expect(Self.mode(store.path) == 0o600)
        try store.keep(nil, at: one)
        #expect(store.login(at: one) == nil)
    }
}
