import ArgumentParser
import BackendAIKit
import Core
import Testing

@testable import BackendAICLI

@Suite("Command lines")
struct CommandLineTests {
    private static func parse<Command>(_ line: String, as type: Command.Type) throws -> Command {
        try #require(try BackendAI.parseAsRoot(line.split(separator: " ").map(String.init)) as? Command)
    }

    /// Whether the line is refused as wrong usage, which exits with 2.
    private static func isUsageError(_ line: String) -> Bool {
        do {
            _ = try BackendAI.parseAsRoot(line.split(separator: " ").map(String.init))
            return false
        } catch {
            return BackendAI.exitCode(for: error) == .validationFailure
        }
    }

    @Test("run takes the original's options, short and long")
    func run() throws {
        let line =
            "run -c pass -q -t name -e A=1 --env B=x=y -r cpu=2 --resources mem=1g --resource-opts shmem=64m --max-wait 5 python:3.11"
        let command = try Self.parse(line, as: RunCommand.self)
        let request = try command.session.choices.request(name: "name", image: command.image)

        #expect(command.image == "python:3.11")
        #expect(command.code == "pass")
        #expect(command.quiet)
        #expect(command.session.name == "name")
        #expect(request.environment == ["A": "1", "B": "x=y"])
        #expect(request.resources == ["cpu": "2", "mem": "1g"])
        #expect(request.resourceOptions == ["shmem": "64m"])
        #expect(request.maximumWait == 5)
        #expect(request.reuse)
    }

    @Test(
        "a number of memory without a unit means mebibytes, as in the original",
        arguments: [("512", "512m"), ("1g", "1g"), ("1.5", "1.5m")])
    func memory(given: String, sent: String) throws {
        let command = try Self.parse("run -c x -r mem=\(given) python", as: RunCommand.self)

        #expect(try command.session.choices.request(name: "name", image: "i").resources == ["mem": sent])
    }

    @Test("a session's name goes by three names of its own", arguments: ["-t", "--name", "--client-token"])
    func name(option: String) throws {
        #expect(
            try Self.parse("run \(option) my-session -c x python", as: RunCommand.self).session.name == "my-session")
    }

    @Test(
        "a name that no session can have is an argument that cannot be used, not wrong usage",
        arguments: ["abc", "-", "a/bc", "세션이름"])
    func badName(name: String) throws {
        let options = try Self.parse("create python", as: SessionCreate.self).session
        let failure = #expect(throws: CommandFailure.self) { try options.choices.request(name: name, image: "python") }

        #expect(failure?.status == .invalidArgument)
        #expect(failure?.what == "`\(name)` cannot name a session")
        #expect(failure?.hint != nil)
    }

    @Test("names that are made up are names")
    func randomNames() {
        let names = (0..<100).map { _ in RandomName.session("run") }

        #expect(names.allSatisfy { SessionName.isValid($0) && $0.utf8.count == 14 })
        #expect(Set(names).count == 100)
    }

    @Test("commands go by the original's names and by short ones")
    func names() throws {
        _ = try Self.parse("start python", as: SessionCreate.self)
        _ = try Self.parse("create python", as: SessionCreate.self)
        _ = try Self.parse("session create python", as: SessionCreate.self)
        _ = try Self.parse("ps", as: SessionList.self)
        _ = try Self.parse("session list", as: SessionList.self)
        #expect(try Self.parse("session ls name data", as: SessionFileList.self).path == "data")
        _ = try Self.parse("info name", as: SessionInfo.self)
        _ = try Self.parse("logs name", as: SessionLogs.self)
        #expect(try Self.parse("rm one two", as: SessionDestroy.self).sessions == ["one", "two"])
        #expect(try Self.parse("session destroy -f one", as: SessionDestroy.self).forced)
        _ = try Self.parse("config --output json", as: ConfigCommand.self)
        #expect(try Self.parse("local delete --yes", as: LocalDelete.self).confirmation.yes)
        #expect(try Self.parse("local start --port 0", as: LocalStart.self).port == 0)
        #expect(try Self.parse("local stop --keep-sessions", as: LocalStop.self).keepSessions)
        _ = try Self.parse("mgr start-server -f m.toml", as: ManagerCommand.Start.self)
        _ = try Self.parse("ag start-server --config-path a.toml --debug", as: AgentCommand.Start.self)
    }

    @Test(
        "what cannot be understood is wrong usage",
        arguments: [
            "nosuch", "run", "run -c", "run -c x python --rm --keep", "run -e A -c x python", "run -e =1 -c x python",
            "run -r cpu -c x python", "run --max-wait -1 -c x python", "run --cluster-size 0 -c x python",
            "ps -s WEIRD",
            "ps --limit 0", "ps --output xml", "ps extra", "info", "logs", "local start --port 65536",
            "local start --port -1", "local start --scratch-size lots", "mgr start-server",
        ]
    )
    func usage(line: String) {
        #expect(Self.isUsageError(line))
    }

    @Test(
        "statuses are taken in any case, several at once, and ALL",
        arguments: ["RUNNING", "running,PENDING", "all", "ALL"])
    func statuses(text: String) throws {
        #expect(try Self.parse("ps -s \(text)", as: SessionList.self).status == text)
    }

    @Test(
        "help and version are no failures",
        arguments: ["--version", "--help", "run --help", "session --help", "help run"])
    func help(line: String) {
        let error = #expect(throws: (any Error).self) {
            var command = try BackendAI.parseAsRoot(line.split(separator: " ").map(String.init))
            try command.run()
        }

        #expect(error.map { BackendAI.exitCode(for: $0) } == .success)
    }
}
