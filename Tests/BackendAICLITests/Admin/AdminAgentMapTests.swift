import Core
import TestSupport
import Testing

@testable import BackendAICLI

@Suite("backend.ai admin agent map")
struct AdminAgentMapTests {
    private static let agent: JSONValue = [
        "id": "i-gpu",
        "devices": [
            [
                "id": "node0", "slot": "mem", "capacity": "4294967296", "free": "3221225472", "numa_node": 0,
                "model": nil, "links": "{}", "healthy": true, "problem": nil,
                "holders": [["session_name": "lab", "owner": "a@b.c", "amount": "1073741824"]],
            ],
            [
                "id": "GPU-1", "slot": "cuda.shares", "capacity": "1", "free": "0.2", "numa_node": 0,
                "model": "H100", "links": #"{"GPU-2":"nvlink"}"#, "healthy": true, "problem": nil,
                "holders": [
                    ["session_name": "lab", "owner": "a@b.c", "amount": "0.5"],
                    ["session_name": "big", "owner": "d@e.f", "amount": "0.3"],
                ],
            ],
            [
                "id": "GPU-2", "slot": "cuda.shares", "capacity": "1", "free": "0", "numa_node": nil, "model": "H100",
                "links": "{}", "healthy": false, "problem": "Xid 79", "holders": [],
            ],
        ],
    ]

    private static func run(_ arguments: [String], _ data: JSONValue) async throws -> CommandRun {
        let manager = try ScriptedManager { _ in .init(["data": data]) }
        return try await CommandRun(["admin", "agent", "map"] + arguments, on: manager)
    }

    @Test("people see a row for each holder, and what does not work")
    func table() async throws {
        let list: JSONValue = ["agent_list": ["items": [Self.agent], "total_count": 1]]
        let run = try await Self.run([], list)
        #expect(run.status == 0, "\(run)")
        #expect(
            run.output == """
                Agent  Device  Slot         Node  Model    Has   Free  State           Session  Owner  Holds
                i-gpu  node0   mem             0  -      4 GiB  3 GiB  works           lab      a@b.c  1 GiB
                i-gpu  GPU-1   cuda.shares     0  H100       1    0.2  works           lab      a@b.c    0.5
                                                                                       big      d@e.f    0.3
                i-gpu  GPU-2   cuda.shares     -  H100       1      0  failed: Xid 79  -        -          -

                """, "\(run.output)")
    }

    @Test("programs get every device of one agent with its holders")
    func json() async throws {
        let run = try await Self.run(["i-gpu", "--output", "json"], ["agent": Self.agent])
        let printed = try JSONValue(parsing: Array(run.output.utf8))
        #expect(printed["total_count"] == 3)
        let gpu = printed["items"]?.items?[1]
        #expect(gpu?["agent"] == "i-gpu" && gpu?["links"] == ["GPU-2": "nvlink"])
        #expect(gpu?["holders"]?.items?.map { $0["session_name"] } == ["lab", "big"])
    }

    @Test("a device of which more is held than it has says so")
    func overcommitted() async throws {
        let device: JSONValue = ["id": "all", "slot": "cpu", "capacity": "2", "free": "-1", "holders": []]
        let run = try await Self.run(["i-a"], ["agent": ["id": "i-a", "devices": [device]]])
        #expect(run.output.contains("-1  over-committed"), "\(run.output)")
    }

    @Test("an agent that is not there is no empty map")
    func unknown() async throws {
        let run = try await Self.run(["i-none"], ["agent": nil])
        #expect(run.status == 1 && run.output.isEmpty && run.messages.contains("no agent `i-none`"), "\(run)")
    }
}
