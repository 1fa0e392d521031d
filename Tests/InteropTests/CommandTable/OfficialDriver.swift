import Core
import Foundation
import TestSupport

/// The official client as one process that runs many commands: importing it takes longer than most of them.
final class OfficialDriver {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var waiting: [UInt8] = []

    /// All commands that the client has, by their words.
    private(set) var commands: [String] = []

    /// Starts it.
    ///
    /// - Parameter home: The home directory of all commands: the client looks it up when it is imported.
    /// - Throws: An error when it is not installed.
    init(home: String) throws {
        guard let program = OfficialClient.program else { throw OfficialClient.Absent() }
        process.executableURL = URL(fileURLWithPath: (program as NSString).deletingLastPathComponent + "/python3")
        process.arguments = [Fixtures.path("interop/driver.py")]
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": home, "LANG": "C.UTF-8"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try? output.fileHandleForWriting.close()
        commands = try answer().items?.compactMap(\.text) ?? []
    }

    /// Runs a command to its end.
    ///
    /// - Parameters:
    ///   - arguments: The words after the program's name.
    ///   - environment: The whole environment.
    ///   - directory: Where it runs.
    ///   - input: What it reads.
    ///   - until: A text after which it is interrupted.
    /// - Returns: How it ended.
    /// - Throws: ``Gone`` when the driver has ended.
    func run(
        _ arguments: [String], environment: [String: String], directory: String, input: String, until: String?
    ) throws -> CommandResult {
        let order: JSONValue = [
            "arguments": .array(arguments.map { .string($0) }),
            "environment": .object(environment.map { .init($0.key, .string($0.value)) }),
            "directory": .string(directory), "input": .string(input), "until": JSONValue(until),
        ]
        try self.input.fileHandleForWriting.write(contentsOf: Data(order.encodedText.utf8 + [0x0A]))
        let result = try answer()
        return CommandResult(
            status: Int32(result["status"]?.whole ?? -1), outputBytes: Array((result["output"]?.text ?? "").utf8),
            errorBytes: Array((result["error"]?.text ?? "").utf8))
    }

    /// Ends the driver.
    func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private func answer() throws -> JSONValue {
        while true {
            if let end = waiting.firstIndex(of: 0x0A) {
                defer { waiting.removeFirst(end + 1) }
                return try JSONValue(parsing: Array(waiting[..<end]))
            }
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw Gone() }
            waiting += data
        }
    }

    /// The driver has ended before it answered.
    struct Gone: Error {}
}
