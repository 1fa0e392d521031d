import Core
import TestSupport
import Testing

@testable import BackendAICLI

@Suite("What administrators ask by routes of their own")
struct AdminRouteTests {
    private static func run(
        _ line: String, input: String = "", answer: ScriptedManager.Answer = .empty
    ) async throws -> (run: CommandRun, request: ScriptedManager.Request?) {
        let manager = try ScriptedManager { _ in answer }
        let run = try await CommandRun(line.split(separator: " ").map(String.init), on: manager, input: input)
        return (run, manager.requests.last)
    }

    @Test(
        "goes to the original's routes",
        arguments: [
            ("admin manager freeze", "PUT /manager/status", ["status": "frozen", "force_kill": false]),
            ("admin manager freeze --force-kill", "PUT /manager/status", ["status": "frozen", "force_kill": true]),
            ("admin manager unfreeze", "PUT /manager/status", ["status": "running"]),
            (
                "admin manager scheduler include-agents i-1 i-2", "POST /manager/scheduler/operation",
                ["op": "include-agents", "args": ["i-1", "i-2"]]
            ),
            (
                "admin manager scheduler exclude-agents i-1", "POST /manager/scheduler/operation",
                ["op": "exclude-agents", "args": ["i-1"]]
            ),
            (
                "admin announcement update -m Hello", "POST /manager/announcement",
                ["enabled": true, "message": "Hello"]
            ),
            ("admin announcement delete --yes", "POST /manager/announcement", ["enabled": false, "message": nil]),
            ("admin etcd set config/x 1", "POST /config/set", ["key": "config/x", "value": 1]),
            ("admin config set config/x text", "POST /config/set", ["key": "config/x", "value": "text"]),
            (#"admin etcd set config/x {"a":true}"#, "POST /config/set", ["key": "config/x", "value": ["a": true]]),
            ("admin etcd delete config/x -p", "POST /config/delete", ["key": "config/x", "prefix": true]),
            ("admin resource recalculate-usage", "POST /resource/recalculate-usage", nil),
        ] as [(String, String, JSONValue)])
    func routes(line: String, route: String, body: JSONValue) async throws {
        let (run, request) = try await Self.run(line, answer: .init(["result": "ok"]))

        #expect(run.status == 0 && run.output == "" && run.messages.hasPrefix("✓ "), "\(run)")
        let sent = try #require(request)
        #expect("\(sent.method) \(sent.target)" == route)
        #expect(sent.body == body)
    }

    @Test("the configuration is shown as text where it is one, as JSON where it has something below")
    func configuration() async throws {
        let text = try await Self.run("admin etcd get config/x", answer: .init(["result": "five"]))
        #expect(text.run.output == "five\n" && text.request?.body == ["key": "config/x", "prefix": false])
        let tree = try await Self.run("admin etcd get config -p", answer: .init(["result": ["a": ["b": "1"]]]))
        #expect(tree.run.output == "{\n  \"a\": {\n    \"b\": \"1\"\n  }\n}\n")
        let json = try await Self.run("admin etcd get config/x --output json", answer: .init(["result": "five"]))
        #expect(json.run.output == "\"five\"\n")
    }

    @Test("the manager's status is a table, and all of it for programs")
    func status() async throws {
        let answer: JSONValue = ["nodes": [["id": "m1"]], "status": "running", "active_sessions": 3]
        let console = try await Self.run("admin manager status", answer: .init(answer))
        #expect(console.run.output == "Status   Active Sessions\nrunning                3\n")
        let json = try await Self.run("admin manager status --output json", answer: .init(answer))
        #expect(try JSONValue(parsing: Array(json.run.output.utf8)) == answer)
    }

    @Test("an announcement may come from standard input, and none is no failure")
    func announcement() async throws {
        let piped = try await Self.run("admin announcement update", input: "# Today\nmaintenance\n")
        #expect(piped.request?.body["message"] == "# Today\nmaintenance")
        let empty = try await Self.run("admin announcement update", input: " \n")
        #expect(empty.run.status == 4 && empty.request == nil)
        let none = try await Self.run("admin announcement get", answer: .init(["enabled": false, "message": ""]))
        #expect(none.run.status == 0 && none.run.output == "" && none.run.messages == "no announcement\n")
        let some = try await Self.run("admin announcement get", answer: .init(["enabled": true, "message": "# Hi"]))
        #expect(some.run.output == "# Hi\n")
    }

    @Test("slots and registries are short lists")
    func resources() async throws {
        let slots = try await Self.run("admin resource query-slots", answer: .init(["cpu": "count", "mem": "bytes"]))
        #expect(slots.run.output == "cpu (count)\nmem (bytes)\n")
        let registries = try await Self.run(
            "admin resource docker-registries", answer: .init(["cr.io": "https://cr.io/"]))
        #expect(registries.run.output == "Registry  Address\ncr.io     https://cr.io/\n")
    }

    @Test("what may be used, is used and is left stands beside one another, with the presets that fit")
    func presets() async throws {
        let (run, request) = try await Self.run(
            "admin resource check-presets -g lab",
            answer: .init([
                "keypair_limits": ["cpu": "8", "mem": "Infinity"], "keypair_using": ["cpu": "2", "mem": "1073741824"],
                "keypair_remaining": ["cpu": "6", "mem": "Infinity"],
                "presets": [
                    ["name": "small", "resource_slots": ["cpu": "1"], "shared_memory": nil, "allocatable": true]
                ],
            ]))

        #expect(request?.body == ["group": "lab"])
        #expect(
            run.output == """
                                   cpu    mem
                Keypair limits       8      -
                Keypair using        2  1 GiB
                Keypair remaining    6      -

                Preset  Resource Slots  Fits?
                small   cpu 1           yes

                """)
    }

    @Test("what groups used is shown with what each kernel did")
    func usage() async throws {
        let group: JSONValue = [
            "g_id": "id-1", "g_name": "lab", "domain_name": "default", "g_smp": "4", "g_mem_allocated": "1024",
            "g_cpu_used": "12.5", "g_mem_used": 2048, "g_io_read": 1024, "g_io_write": 0, "g_device_type": [],
            "c_infos": [["name": "lab-one", "access_key": "AKIA1", "image_name": "python", "used_days": 1, "smp": 2]],
        ]
        let (run, request) = try await Self.run("admin resource usage-per-month 202611 id-1", answer: .init([group]))
        #expect(request?.target == "/resource/usage/month")
        #expect(request?.body == ["month": "202611", "group_ids": ["id-1"]])
        #expect(run.output.hasPrefix("Group          lab (id-1)\nDomain         default\n"))
        #expect(run.output.contains("Read, written  1 KiB, 0 bytes\n") && run.output.contains("lab-one  AKIA1"))

        let none = try await Self.run("admin resource usage-per-period id-1 20261101 20261130", answer: .init([]))
        #expect(none.run.status == 0 && none.run.messages == "no usage\n")
        #expect(
            none.request?.body == ["group_id": "id-1", "start_date": "20261101", "end_date": "20261130"])
    }

    @Test("errors of the manager are shown one by one, and can be marked as read")
    func errorLogs() async throws {
        let log: JSONValue = [
            "log_id": "1", "created_at": 1_795_871_112, "severity": "error", "source": "manager", "user": nil,
            "message": "it broke", "request_url": "/session", "request_status": 500, "traceback": "line 1\nline 2",
        ]
        let (run, request) = try await Self.run(
            "server-logs list --mark-read -l 5 -n 2", answer: .init(["logs": [log], "count": 111]))
        #expect(request?.method == "GET")
        #expect(request?.target == "/logs/error?mark_read=True&page_size=5&page_no=2")
        #expect(run.output.hasPrefix("111 errors in all\n\n2026-11-"))
        #expect(run.output.hasSuffix(" ERROR manager -\n500 /session\nit broke\nline 1\nline 2\n"))
        let empty = try await Self.run("server-logs list", answer: .init(["logs": [], "count": 0]))
        #expect(empty.run.status == 0 && empty.run.messages == "no errors\n")
    }

    @Test("a refusal of a route is told with its reason")
    func refused() async throws {
        let problem: JSONValue = [
            "type": "https://api.backend.ai/probs/object-not-found", "title": "No such agent instance.",
        ]
        let (run, _) = try await Self.run(
            "admin manager scheduler exclude-agents i-0", answer: .init(problem, status: 404))
        #expect(run.status == 1 && run.messages == "backend.ai: no such agent instance\n")
    }
}
