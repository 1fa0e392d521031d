import ArgumentParser
import Testing

@testable import BackendAICLI

@Suite("Wrong command lines")
struct UsageFailureTests {
    private static func failure(_ line: String) throws -> CommandFailure {
        let words = line.split(separator: " ").map(String.init)
        let error = try #require(throws: (any Error).self) { _ = try BackendAI.parseAsRoot(words) }
        #expect(BackendAI.exitCode(for: error) == .validationFailure)
        return CommandFailure(usage: BackendAI.message(for: error), words: words, root: BackendAI.self)
    }

    @Test(
        "a command that there is not is told with the nearest one, at every depth",
        arguments: [
            ("pss", "there is no command `pss`", "did you mean `backend.ai ps`?"),
            ("conetxt list", "there is no command `conetxt`", "did you mean `backend.ai context`?"),
            ("session lst", "`backend.ai session` has no command `lst`", "did you mean `backend.ai session list`?"),
            ("mgr etcd gte", "`backend.ai mgr etcd` has no command `gte`", "did you mean `backend.ai mgr etcd get`?"),
            ("--output json pss", "there is no command `pss`", "did you mean `backend.ai ps`?"),
            ("zzzzzz", "there is no command `zzzzzz`", "`backend.ai --help` lists the commands"),
        ])
    func commands(line: String, what: String, hint: String) throws {
        let failure = try Self.failure(line)

        #expect(failure.status == .usage)
        #expect(failure.what == what)
        #expect(failure.hint == hint)
    }

    @Test("an option that there is not is told with the nearest one")
    func options() throws {
        let failure = try Self.failure("ps --runing")

        #expect(failure.text == "backend.ai: unknown option `--runing`\nhint: did you mean `--running`?\n")
    }

    @Test("what is missing is told with where to read on")
    func missing() throws {
        let failure = try Self.failure("session rename lab")

        #expect(failure.what == "missing expected argument `<new-name>`")
        #expect(failure.hint == "`backend.ai session rename --help` shows how")
    }

    @Test("a command's own words keep their backticks and apostrophes")
    func own() throws {
        let failure = try Self.failure("run --rm --keep -c 1 python")

        #expect(failure.what == "`--rm` and `--keep` contradict each other")
    }
}
