import Core
import Foundation
import TestSupport
import Testing

/// One walk through the table with one of the two clients, against a stack.
struct CommandTableRun {
    /// Runs one command to its end.
    typealias Client = (CommandRow.Expectation, [String: String]) async throws -> CommandResult

    /// Where commands run, and find their files.
    let directory: String
    /// What rows have kept, and what is known from the beginning.
    private(set) var variables: [String: String]

    init(_ stack: TestStack) throws {
        directory = stack.state + "/commands"
        try FileManager.default.createDirectory(atPath: directory + "/.ssh", withIntermediateDirectories: true)
        let (now, before) = (Date(), Date(timeIntervalSinceNow: -86400))
        func digits(_ date: Date) -> String { String(date.formatted(.iso8601).filter(\.isNumber).prefix(8)) }
        variables = [
            "port": "\(stack.port ?? 0)", "directory": directory, "today": digits(now), "yesterday": digits(before),
            "month": String(digits(now).prefix(6)), "year": String(digits(now).prefix(4)),
        ]
    }

    /// Runs one row, and records how it is not as expected.
    mutating func run(_ row: CommandRow, _ expected: CommandRow.Expectation, by client: Client) async throws {
        for file in row.files {
            try Data(file.text.utf8).write(to: URL(fileURLWithPath: directory + "/" + file.name))
        }
        variables["free"] = "\(try Self.freePort())"
        let result = try await client(expected, variables)
        var isExpected = result.status == expected.status
        isExpected = try expected.output.match(result.output, &variables) && isExpected
        isExpected = try expected.error.match(result.error, &variables) && isExpected
        if !isExpected { Issue.record("\(row)\n\(result)expected \(expected.status)\n\(expected.text)") }
    }

    /// The environment of a client.
    func environment(of role: CommandRow.Role) -> [String: String] {
        let common = [
            "HOME": directory, "COLUMNS": "200", "LANG": "C.UTF-8",
            "BACKEND_ENDPOINT": "http://127.0.0.1:\(variables["port"] ?? "")",
        ]
        return common.merging(role.environment) { _, own in own }
    }

    /// A local port that nobody has.
    private static func freePort() throws -> Int {
        let server = try ScriptedServer { _, _ in "" }
        return Int(server.port)
    }
}

extension CommandRow.Expectation {
    /// The lines, for a message.
    fileprivate var text: String {
        (["--- output"] + output.lines + ["--- error"] + error.lines).joined(separator: "\n")
    }
}
