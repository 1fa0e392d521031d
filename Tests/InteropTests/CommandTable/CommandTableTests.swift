import Core
import Foundation
import TestSupport
import Testing

@Suite(
    "The table of the official client's commands",
    .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"),
    .serialized
)
struct CommandTableTests {
    private static let isInstalled = OfficialClient.program != nil
    private static let hasSecureShell =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/ssh")
        && ["/usr/sbin/dropbear", "/usr/sbin/sshd"].contains { FileManager.default.isExecutableFile(atPath: $0) }

    private static func rows() throws -> [CommandRow] {
        try CommandRow.all().filter { $0.need == nil || hasSecureShell }
    }

    @Test("holds against our manager, by the official client and by our own command line")
    func both() async throws {
        let rows = try Self.rows()
        // Side by side, since each mostly waits for its stack.
        async let own: Void = Self.own(rows)
        if Self.isInstalled { try await Self.official(rows) }
        try await own
    }

    private static func official(_ rows: [CommandRow]) async throws {
        try await TestStack.with(options: OfficialClient.stackOptions) { stack in
            var table = try CommandTableRun(stack)
            let driver = try OfficialDriver(home: table.directory)
            defer { driver.end() }
            for row in rows {
                guard let expected = row.official else { continue }
                var environment = table.environment(of: row.role)
                // Its `ssh` starts itself and ssh.
                environment["PATH"] = "/usr/bin:/bin"
                let directory = table.directory
                try await table.run(row, expected) { command, variables in
                    try driver.run(
                        command.arguments.map { $0.filled(with: variables) }, environment: environment,
                        directory: directory, input: command.input, until: command.until?.filled(with: variables))
                }
            }
        }
    }

    private static func own(_ rows: [CommandRow]) async throws {
        try await TestStack.with(options: OfficialClient.stackOptions) { stack in
            var table = try CommandTableRun(stack)
            for row in rows {
                let environment = table.environment(of: row.role)
                let directory = table.directory
                try await table.run(row, row.own) { command, variables in
                    var program = stack.command(
                        command.arguments.map { $0.filled(with: variables) }, environment: environment)
                    program.directory = directory
                    let input = Array(command.input.utf8)
                    guard let until = command.until?.filled(with: variables) else {
                        return try await program.run(input: input, within: 60)
                    }
                    let running = try program.start()
                    _ = await running.prints(until)
                    running.signal(SIGINT)
                    return await running.finish(input: input, within: 60)
                }
            }
        }
    }

    @Test(
        "misses none of its commands, and says why it leaves some out",
        .enabled(if: isInstalled, "the official client is not installed (`make setup-tests`)"))
    func complete() throws {
        let driver = try OfficialDriver(home: "/")
        defer { driver.end() }
        let rows = try CommandRow.all()
        let file = try FileText.read(Fixtures.path("interop/left-out.json"))
        let leftOut = try JSONValue(parsing: Array(file.utf8)).members ?? []
        var untrue = Set(leftOut.map(\.name))
        for command in driver.commands {
            let reason = leftOut.first { command == $0.name || command.hasPrefix($0.name + " ") }
            if let reason { untrue.remove(reason.name) }
            let isTested = rows.contains { row in
                row.words.starts(with: command.split(separator: " ").map(String.init))
            }
            #expect(isTested || reason?.value.text?.isEmpty == false, "`\(command)` is neither tested nor left out")
            #expect(!isTested || reason == nil, "`\(command)` is tested, and left out")
        }
        #expect(driver.commands.count > 150)
        #expect(untrue.isEmpty, "left out, but no commands: \(untrue)")
    }

    @Test("gives a reason where our words, input or exit code are others")
    func reasons() throws {
        for row in try CommandRow.all() {
            guard let official = row.official else { continue }
            let isSame = official.arguments == row.own.arguments && official.status == row.own.status
            #expect(isSame == (row.own.reason == nil), "\(row)")
        }
    }
}

extension CommandRow {
    /// The words from the first command on: options of the program itself stand before it.
    fileprivate var words: ArraySlice<String> {
        arguments.first == "--output" ? arguments.dropFirst(2) : arguments[...]
    }
}
