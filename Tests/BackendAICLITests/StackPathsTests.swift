import Core
import FoundationEssentials
import Glibc
import Testing

@testable import BackendAICLI

@Suite("Stack paths")
struct StackPathsTests {
    @Test(
        "the state directory is the one asked for, else XDG's, else the system's or the user's",
        arguments: [
            (["BACKENDAI_STATE_DIR": "/nowhere/state", "XDG_STATE_HOME": "/nowhere/xdg"], true, "/nowhere/state"),
            (["BACKENDAI_STATE_DIR": "", "XDG_STATE_HOME": "/nowhere/xdg"], true, "/nowhere/xdg/backend.ai"),
            (["XDG_STATE_HOME": "relative"], true, "/var/lib/backend.ai"), ([:], true, "/var/lib/backend.ai"),
            (["HOME": "/nowhere/home"], false, "/nowhere/home/.local/state/backend.ai"),
            ([:], false, "/.local/state/backend.ai"),
            (["BACKENDAI_STATE_DIR": "/nowhere/state///"], true, "/nowhere/state"),
        ] as [([String: String], Bool, String)]
    )
    func places(environment: [String: String], isRoot: Bool, expected: String) throws {
        #expect(try StackPaths(environment: environment, isRoot: isRoot).state == expected)
    }

    @Test("links are resolved, so that one place has one name, whether the last part exists or not")
    func links() throws {
        let base = "/tmp/backend.ai-cli-\(UUID().uuidString.lowercased().prefix(8))"
        try Directory.create(base + "/real")
        defer { try? SafeRemoval.remove(base) }
        symlink(base + "/real", base + "/link")

        #expect(try StackPaths(environment: ["BACKENDAI_STATE_DIR": base + "/link"]).state == base + "/real")
        let deeper = try StackPaths(environment: ["BACKENDAI_STATE_DIR": base + "/link/a/b"])
        #expect(deeper.state == base + "/real/a/b")
        #expect(deeper.stack == StackID(stateDirectory: base + "/real/a/b"))
    }

    @Test("a path that is too long for the sockets below it is refused with the longest that will do")
    func length() throws {
        let most = 107 - "/kernels/00000000-0000-0000-0000-000000000000/runner/runner.sock".utf8.count
        let path = "/" + String(repeating: "x", count: most - 1)
        _ = try StackPaths(environment: ["BACKENDAI_STATE_DIR": path])
        let failure = #expect(throws: CommandFailure.self) {
            try StackPaths(environment: ["BACKENDAI_STATE_DIR": path + "x"])
        }

        #expect(failure?.status == .invalidArgument)
        #expect(failure?.hint == "set BACKENDAI_STATE_DIR to a path of at most \(most) characters")
    }

    @Test("everything of a stack lies in its state directory")
    func files() throws {
        let paths = try StackPaths(environment: ["BACKENDAI_STATE_DIR": "/nowhere/s"])

        #expect(paths.file(.manager, "toml") == "/nowhere/s/manager.toml")
        #expect(paths.file(.agent, "log") == "/nowhere/s/agent.log")
        for path in [paths.lock, paths.options, paths.keypair, paths.port, paths.build, paths.agentSocket] {
            #expect(path.hasPrefix("/nowhere/s/"))
        }
    }
}

@Suite("Stack options")
struct StackOptionsTests {
    @Test("are kept between starts, and are the usual ones where nothing readable was kept")
    func kept() throws {
        let path = "/tmp/backend.ai-cli-\(UUID().uuidString.lowercased().prefix(8)).json"
        defer { unlink(path) }
        #expect(try StackOptions.read(path) == StackOptions())
        let options = StackOptions(
            port: 0, usesExampleKeypairs: true, agentSlots: "cpu=8,mem=32g", scratchSize: "1g",
            mockAccelerators: ["/etc/gpus.toml"])
        try options.write(to: path)
        #expect(try StackOptions.read(path) == options)
        try PrivateFile.write("garbage", to: path)
        #expect(try StackOptions.read(path) == StackOptions())
    }
}
