import Testing

@testable import BackendAICLI

@Suite("Words that mean the same everywhere")
struct GlobalWordsTests {
    private static func words(_ line: String) throws -> GlobalWords {
        try GlobalWords(line.split(separator: " ").map(String.init))
    }

    @Test(
        "a context may stand before and behind the command",
        arguments: ["--context prod ps -a", "ps --context prod -a", "ps -a --context=prod"])
    func anywhere(line: String) throws {
        let words = try Self.words(line)

        #expect(words.choice.context == "prod")
        #expect(words.rest == ["ps", "-a"])
    }

    @Test("what belongs to other programs is left alone")
    func passedOn() throws {
        #expect(try Self.words("run -- --context x").rest == ["run", "--", "--context", "x"])
        #expect(try Self.words("ssh lab --context x").rest == ["ssh", "lab", "--context", "x"])
        let own = try Self.words("session scp --context x lab --skip-sslcert-validation")
        #expect(own.choice == GlobalWords.Choice(context: "x"))
        #expect(own.rest == ["session", "scp", "lab", "--skip-sslcert-validation"])
    }

    @Test("a context without a name is wrong usage", arguments: ["ps --context", "ps --context --all"])
    func nameless(line: String) {
        let failure = #expect(throws: CommandFailure.self) { try Self.words(line) }

        #expect(failure?.status == .usage)
    }

    @Test("what is chosen can be said again to a program that is started")
    func again() throws {
        let choice = try Self.words("--skip-sslcert-validation --context a ps").choice

        #expect(try GlobalWords(choice.words + ["app"]).choice == choice)
    }
}
