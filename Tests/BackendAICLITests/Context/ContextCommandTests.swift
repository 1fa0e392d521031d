import Core
import FoundationEssentials
import TestSupport
import Testing

@testable import BackendAICLI

@Suite("backend.ai context")
struct ContextCommandTests {
    private let base = "/tmp/backend.ai-context-\(UUID().uuidString.lowercased().prefix(8))"

    private func run(_ words: String..., input: String = "") async throws -> CommandRun {
        try await CommandRun(words, environment: ["XDG_CONFIG_HOME": base, "HOME": base], input: input)
    }

    @Test("contexts are added, chosen, shown without their secrets, and removed")
    func life() async throws {
        defer { try? SafeRemoval.remove(base) }
        #expect(try await run("context", "add", "prod", "https://manager.example.com", "-g", "lab").status == 0)
        #expect(try await run("context", "add", "dev", "http://127.0.0.1:8081", "--use").status == 0)
        let list = try await run("context", "list")
        #expect(list.output.contains("*  dev ") && list.output.contains("   local") && list.output.contains("lab"))
        #expect(try await run("context", "list", "-q").output == "local\ndev\nprod\n")
        #expect(try await run("context", "use", "prod").status == 0)
        let shown = try await run("context", "show", "--output", "json")
        let value = try JSONValue(parsing: Array(shown.output.utf8))
        #expect(value["name"] == "prod" && value["current"] == true && value["group"] == "lab")
        #expect(try await run("context", "remove", "prod").status == 0)
        #expect(try await run("context", "show").output.hasPrefix("name: local\n"))
        #expect(try await run("context", "use", "prod").status == 4)
    }

    @Test("a name in use, a name that cannot be and an address that is none are refused")
    func refused() async throws {
        defer { try? SafeRemoval.remove(base) }
        _ = try await run("context", "add", "a", "http://h")
        let taken = try await run("context", "add", "a", "http://other")
        #expect(taken.status == 4 && taken.messages.contains("hint: choose another name, or replace it: --force"))
        #expect(try await run("context", "add", "a", "http://other", "--force").status == 0)
        #expect(try await run("context", "add", "local", "http://h").status == 4)
        #expect(try await run("context", "add", "a b", "http://h").status == 4)
        #expect(try await run("context", "add", "b", "nowhere").status == 4)
        #expect(try await run("context", "remove", "local").status == 4)
        #expect(try await run("context", "add", "b", "http://h", "--secret-file", "x").status == 2)
    }

    @Test("a secret comes from a file and is never printed")
    func secret() async throws {
        defer { try? SafeRemoval.remove(base) }
        try Directory.create(base)
        try PrivateFile.write("the-secret-key\nmore", to: base + "/secret")
        let added = try await run(
            "context", "add", "a", "http://h", "--access-key", "AKIA1", "--secret-file", base + "/secret")
        #expect(added.status == 0, "\(added)")
        for words in [["context", "show", "a"], ["context", "list"], ["context", "show", "a", "--output", "json"]] {
            let shown = try await CommandRun(words, environment: ["XDG_CONFIG_HOME": base])
            #expect(shown.output.contains("AKIA1") && !shown.output.contains("the-secret"))
        }
        let file = try ContextStore(environment: ["XDG_CONFIG_HOME": base]).read()
        #expect(file.contexts["a"]?.keypair?.secretKey.reveal() == "the-secret-key")
    }
}

@Suite("What is typed without echo")
struct TypedLineTests {
    private static func typed(_ keys: [UInt8]) -> (String, TypedLine.Outcome) {
        var line = TypedLine()
        var outcome = TypedLine.Outcome.more
        for key in keys where outcome == .more { outcome = line.take(key) }
        return (line.text, outcome)
    }

    @Test("ends by Enter, is mended by Backspace and Ctrl-U, and given up by Ctrl-C")
    func keys() {
        #expect(Self.typed(Array("secret\r".utf8)) == ("secret", .end))
        #expect(Self.typed(Array("ab".utf8) + [127, 127, 127] + Array("c\n".utf8)) == ("c", .end))
        #expect(Self.typed(Array("é".utf8) + [8, 13]) == ("", .end))
        #expect(Self.typed(Array("wrong".utf8) + [21] + Array("right".utf8) + [4]) == ("right", .end))
        #expect(Self.typed(Array("x".utf8) + [3]).1 == .interrupted)
        #expect(Self.typed([27, 1, UInt8(ascii: "x")]) == ("x", .more))
    }
}
