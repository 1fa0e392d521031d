import ArgumentParser
import BackendAIKit
import Core
import TestSupport
import Testing

@testable import BackendAICLI

@Suite("backend.ai ps")
struct SessionListTests {
    /// A manager with `count` sessions, asked by an administrator or not.
    private static func manager(_ count: Int = 1, isAdmin: Bool = false) throws -> ScriptedManager {
        try ScriptedManager { request in
            if request.query.contains("keypair") { return .data(["keypair": ["is_admin": .bool(isAdmin)]]) }
            let offset = Int(request.variable("offset")?.integer ?? 0)
            let limit = Int(request.variable("limit")?.integer ?? 0)
            let items = (offset..<max(offset, min(count, offset + limit))).map { index -> JSONValue in
                [
                    "id": .string("id-\(index)"), "name": .string("lab-\(index)"), "status": "RUNNING",
                    "image": "python", "type": "INTERACTIVE", "created_at": nil, "access_key": "AKIA",
                    "occupying_slots": #"{"cpu":"1","mem":"536870912"}"#,
                ]
            }
            return .data([
                "compute_session_list": ["items": .array(items), "total_count": .integer(Int64(count))]
            ])
        }
    }

    @Test("asks in the original's layout for the living ones, and shows them as a table")
    func table() async throws {
        let manager = try Self.manager()
        let run = try await CommandRun(["ps"], on: manager)

        #expect(
            run.output == """
                Name   Status   Image   Type         Created At  Occupying Slots
                lab-0  RUNNING  python  INTERACTIVE  -           cpu 1, mem 512 MiB

                """, "\(run)")
        #expect(run.status == 0 && run.messages == "")
        let list = try #require(manager.requests.last)
        #expect(list.method == "POST" && list.target == "/admin/gql")
        #expect(
            list.query == """
                query($limit:Int!, $offset:Int!, $status:String, $access_key:String, $filter:String, $order:String) { \
                compute_session_list( limit:$limit, offset:$offset, status:$status, access_key:$access_key, \
                filter:$filter, order:$order) { items { name status image type created_at occupying_slots } \
                total_count } }
                """)
        #expect(
            list.body["variables"] == [
                "limit": 100, "offset": 0,
                "status": "PENDING,SCHEDULED,PULLING,PREPARING,RUNNING,RESTARTING,RUNNING_DEGRADED,TERMINATING,ERROR",
                "access_key": nil, "filter": nil, "order": nil,
            ])
    }

    @Test("tells administrators whose sessions they are")
    func administrator() async throws {
        let run = try await CommandRun(["ps"], on: Self.manager(isAdmin: true))

        #expect(run.output.hasPrefix("Name   Owner Access Key  Status"))
    }

    @Test("fetches page by page, no more than asked for")
    func pages() async throws {
        let all = try Self.manager(250)
        #expect(try await CommandRun(["ps", "-q"], on: all).output.split(separator: "\n").count == 250)
        #expect(all.requests.map { $0.variable("offset") } == [0, 100, 200])

        let some = try Self.manager(250)
        let run = try await CommandRun(["ps", "-q", "--offset", "10", "--limit", "120"], on: some)
        #expect(run.output.hasPrefix("id-10\n") && run.output.hasSuffix("id-129\n"))
        #expect(some.requests.map { $0.variable("limit") } == [100, 20])
    }

    @Test(
        "prints for programs wherever the option stands",
        arguments: [["--output", "json", "ps"], ["ps", "--output", "json"], ["session", "--output=json", "list"]])
    func json(arguments: [String]) async throws {
        let run = try await CommandRun(arguments + ["--fields", "session_id,occupying_slots"], on: Self.manager())

        #expect(
            try JSONValue(parsing: Array(run.output.utf8)) == [
                "count": 1, "total_count": 1,
                "items": [["session_id": "id-0", "occupying_slots": ["cpu": "1", "mem": "536870912"]]],
            ], "\(run)")
    }

    @Test("names and ids alone are one a line, and chosen fields are the only ones asked for")
    func short() async throws {
        let manager = try Self.manager(2)
        #expect(try await CommandRun(["ps", "--name-only"], on: manager).output == "lab-0\nlab-1\n")
        #expect(try await CommandRun(["ps", "-q"], on: manager).output == "id-0\nid-1\n")
        #expect(
            try await CommandRun(["ps", "-f", "name,status", "--plain"], on: manager).output
                == "lab-0  RUNNING\nlab-1  RUNNING\n")
        #expect(manager.requests.allSatisfy { !$0.query.contains("image") })
        #expect(manager.requests.last?.query.contains("items { name status }") == true)
    }

    @Test("nothing to list is no failure, and said only to people")
    func empty() async throws {
        let console = try await CommandRun(["ps"], on: Self.manager(0))
        #expect(console.output == "" && console.status == 0)
        #expect(console.messages == "no sessions; start one by `backend.ai start python`\n")
        let json = try await CommandRun(["ps", "--output", "json"], on: Self.manager(0))
        #expect(json.messages == "" && json.output.hasPrefix("{\n  \"count\": 0"))
        #expect(try await CommandRun(["ps", "-q"], on: Self.manager(0)).output == "")
    }

    @Test("sends filter, order and owner as they are")
    func rules() async throws {
        let manager = try Self.manager()
        let line = [
            "ps", "--filter", "name like \"a%\"", "--order", "-created_at", "--access-key", "AKIAOTHER", "--dead",
        ]
        _ = try await CommandRun(line, on: manager)
        let list = try #require(manager.requests.last)

        #expect(list.variable("filter") == "name like \"a%\"" && list.variable("order") == "-created_at")
        #expect(list.variable("access_key") == "AKIAOTHER" && list.variable("status") == "CANCELLED,TERMINATED")
    }

    @Test("errors inside the answer are failures in the manager's words")
    func refused() async throws {
        let manager = try ScriptedManager { _ in .errors("Forbidden operation. (superadmin privilege required)") }
        let run = try await CommandRun(["ps"], on: manager)

        #expect(run.status == 1)
        #expect(run.messages == "backend.ai: forbidden operation. (superadmin privilege required)\n")
    }

    @Test("a field that sessions have not is an argument that cannot be used")
    func unknownField() async throws {
        let run = try await CommandRun(["ps", "-f", "nosuch"], on: Self.manager())

        #expect(run.status == 4 && run.messages.hasPrefix("backend.ai: sessions have no field `nosuch`\n"))
    }
}
