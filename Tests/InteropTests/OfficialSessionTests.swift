import Core
import TestSupport
import Testing

@Suite(
    "The official client",
    .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"),
    .enabled(if: OfficialClient.program != nil, "the official client is not installed (`make setup-tests`)")
)
struct OfficialSessionTests {
    @Test("shows its configuration and the version of our manager")
    func config() async throws {
        try await TestStack.with(options: OfficialClient.stackOptions) { stack in
            let config = try await OfficialClient.run("config", on: stack)
            let port = try #require(stack.port)
            let expected = """
                API endpoint: http://127.0.0.1:\(port) (mode: api)
                Client version: 23.09.10 (API: v7.20230615)
                Server version: 23.09.10 (API: v7.20230615)
                Negotiated API version: (7, '20230615')
                Domain name: "default"
                Group name: "default"
                Access key: "AKIANABBDUSEREXAMPLE"
                Secret key: "C8qnIo************************xwmCEyNPlf"
                Signature hash type: sha256
                Skip SSL certificate validation? False

                """
            #expect(config.output == expected)
            #expect(config.error == "" && config.status == 0)
        }
    }

    @Test("starts, lists, shows and ends sessions")
    func life() async throws {
        try await TestStack.with(options: OfficialClient.stackOptions) { stack in
            let started = try await OfficialClient.run("start", "-t", "lab-one", "python", on: stack)
            #expect(started.output == "" && started.status == 0)
            // Which services follow is the machine's.
            #expect(started.error.firstMatch(of: /^∙ Session ID [0-9a-f-]{36} is created and ready.\r\n/) != nil)
            let again = try await OfficialClient.run("start", "-t", "lab-one", "python", on: stack)
            #expect(again.error.contains(" is already running and ready.\r\n"), "\(again)")
            let taken = try await OfficialClient.run("start", "--no-reuse", "-t", "lab-one", "python", on: stack)
            #expect(taken.status == 1)
            #expect(taken.error.hasPrefix("✘ BackendAPIError: 400 Bad Request\n  The session already exists but you "))
            #expect(taken.error.contains("  - Existing session ID: "), "\(taken)")
            let unknown = try await OfficialClient.run("start", "nosuch", on: stack)
            #expect(unknown.status == 1)
            let refusal = "✘ BackendAPIError: 404 Not Found\n  No such environment image.\n  ➜ Message: "
            #expect(unknown.error == refusal + "Unknown image references: 'nosuch'\r\n")

            _ = try await OfficialClient.run("run", "-q", "-t", "lab-one", "-c", "print(6 * 7)", "python", on: stack)
            try await list(stack)
            let logs = try await OfficialClient.run("session", "logs", "lab-one", on: stack)
            #expect(logs.output == "42\n\n" && logs.status == 0)
            #expect(logs.error == "⋯ Retrieving live container logs...\r✓ End of logs.\r\n")

            let removed = try await OfficialClient.run("rm", "lab-one", on: stack)
            #expect(removed.output == "" && removed.status == 0)
            #expect(removed.error == "⋯ Terminating the session(s)...\r✓ Done.\r\n")
            #expect(await stack.empties())
            let gone = try await OfficialClient.run("rm", "lab-one", on: stack)
            #expect(gone.status == 1)
            let sentence = "  No such session.\n  ➜ Message: Session (id=lab-one) does not exist.\r\n"
            #expect(gone.error.contains(sentence), "\(gone)")
            let empty = try await OfficialClient.run("--output", "json", "ps", on: stack)
            let nothing = "{\n  \"count\": 0,\n  \"total_count\": 0,\n  \"items\": []\n}\n"
            #expect(empty.output == nothing && empty.status == 0)
        }
    }

    /// `ps` and `info` of a session called `lab-one`.
    private func list(_ stack: TestStack) async throws {
        let json = try await OfficialClient.run("--output", "json", "ps", on: stack)
        let session = try #require(try JSONValue(parsing: json.outputBytes)["items"]?.items?.first)
        func text(_ name: String) -> String { session[name]?.text ?? "?" }
        let (id, kernel, changed) = (text("session_id"), text("main_kernel_id"), text("status_changed"))
        let image = text("image")
        #expect(session["name"] == "lab-one" && session["result"] == "UNDEFINED" && session["status_info"] == "")
        #expect(id != kernel && image.hasPrefix("local/python:3."))

        let table = try await OfficialClient.run("ps", on: stack)
        #expect(table.status == 0 && table.error == "")
        // Its tables make a column two wider than its title.
        let widths = [7, 36, 15, 36, image.count, 11, 8, 13, 32, 9]
        let rows = [
            [
                "Name", "Session ID", "Project/Group", "Main Kernel ID", "Image", "Type", "Status", "Status Info",
                "Last Updated", "Result",
            ],
            widths.map { String(repeating: "-", count: $0) },
            ["lab-one", id, "default", kernel, image, "INTERACTIVE", "RUNNING", "", changed, "UNDEFINED"],
        ]
        #expect(table.output == rows.map { Self.line($0, widths) }.joined())

        let info = try await OfficialClient.run("info", id, on: stack)
        #expect(info.status == 0 && info.error == "")
        let lines = info.output.split(separator: "\n").map(String.init)
        for line in [
            "Name             lab-one", "Session ID       \(id)", "Main Kernel ID   \(kernel)",
            "Tag              (null)",
            "Image            \(image)", "Status           RUNNING", "Status Info", "Status Data      (empty)",
            "Occupying Slots  cpu:1, mem:128.0M", "Containers       + \(kernel)",
            "                   - Cluster Role: main", "                   - Resource Opts: - shmem: 64.0M",
            "Dependencies     (no dependency tasks)",
        ] {
            #expect(lines.contains(line), "`\(line)` is not in\n\(info.output)")
        }
    }

    /// A line of the client's tables: columns filled with blanks, two between them, the last one as it is.
    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let filled = zip(cells, widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
        return filled.dropLast().joined(separator: "  ") + "  " + (cells.last ?? "") + "\n"
    }

    @Test("prints a traceback for a wrong key, as it does with the official manager")
    func wrongKey() async throws {
        try await TestStack.with(options: OfficialClient.stackOptions) { stack in
            let refused = try await OfficialClient.run("ps", on: stack, secretKey: "wrong")
            #expect(refused.status == 1 && refused.output == "")
            #expect(refused.error.hasPrefix("Traceback (most recent call last):\n"))
            #expect(refused.error.contains("BackendAPIError(401, 'Unauthorized', "), "\(refused)")
        }
    }
}
