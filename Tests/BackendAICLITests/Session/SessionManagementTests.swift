import ArgumentParser
import BackendAIKit
import Core
import TestSupport
import Testing

@testable import BackendAICLI

@Suite("What is done to sessions")
struct SessionManagementTests {
    @Test("every command goes by the original's names, at the root and below its noun")
    func names() throws {
        let lines: [(String, any BackendCommand.Type)] = [
            ("restart one two", SessionRestart.self), ("session restart one", SessionRestart.self),
            ("session rename one two", SessionRename.self), ("session commit one", SessionCommit.self),
            ("session abuse-history one", SessionAbuseHistory.self),
            ("session status-history one", SessionStatusHistory.self),
            ("session history one", SessionHistory.self),
            ("session show-graph -t one", SessionShowGraph.self),
            ("events one --scope session", EventsCommand.self), ("session events one -o AKIA", EventsCommand.self),
            ("watch", WatchCommand.self), ("session watch one --max-wait 5 --output json", WatchCommand.self),
            ("wait one --for RUNNING --timeout 3", WaitCommand.self), ("task-logs id", TaskLogs.self),
            ("create-from-template id", SessionFromTemplate.self), ("start-from-template id", SessionFromTemplate.self),
            ("session create-from-template id -i python --no-mount --no-env", SessionFromTemplate.self),
            ("session-template create -f x.yaml -d d -g g", TemplateCreate.self),
            ("sesstpl list -a", TemplateList.self),
            ("sesstpl get id -f yaml -o AKIA", TemplateGet.self), ("sesstpl update id --file x", TemplateUpdate.self),
            ("sesstpl delete id -f", TemplateDelete.self), ("dotfile create .a --perm 644 -f x", DotfileCreate.self),
            ("dotfile update .a -d d", DotfileUpdate.self), ("dotfile get .a -g g", DotfileGet.self),
            ("dotfile list --owner AKIA", DotfileList.self), ("dotfile delete .a -f", DotfileDelete.self),
            ("login", LoginCommand.self), ("logout", LogoutCommand.self),
            ("update-password a b b", UpdatePasswordCommand.self), ("update-password", UpdatePasswordCommand.self),
            ("update-password-no-auth d u a b", UpdateExpiredPasswordCommand.self), ("doctor", DoctorCommand.self),
            ("mgr status", ManagerStatus.self), ("mgr health", ManagerHealth.self), ("ag status", AgentStatus.self),
            ("mgr image list", AdminImage.List.self), ("mgr image inspect python", ManagerImageInspect.self),
            ("mgr image rescan", ManagerImageRescan.self), ("mgr image alias a b", AdminImage.Alias.self),
            ("mgr etcd list-images", EtcdListImages.self), ("mgr etcd inspect-image python", EtcdInspectImage.self),
            ("mgr etcd rescan-images local", EtcdRescanImages.self), ("mgr keypair list", AdminKeypair.List.self),
            ("mgr session list", SessionList.self), ("mgr schema -o x", SchemaCommand.self),
            ("mgr fixture populate x.json", FixturePopulate.self),
        ]
        for (line, type) in lines {
            let command = try BackendAI.parseAsRoot(line.split(separator: " ").map(String.init))
            #expect(Swift.type(of: command) == type, "\(line)")
        }
    }

    @Test("a session that is created may wait for others and for a time")
    func create() throws {
        let line = """
            create python -t lab-one --depends a --depends b --callback-url https://h/x --cluster-mode multi-node \
            --cluster-size 2 --arch aarch64 --assign-agent i-1,i-2 --type batch -c true --starts-at 1h
            """
        let command = try #require(
            try BackendAI.parseAsRoot(line.split(separator: " ").map(String.init)) as? SessionCreate)
        let request = try command.session.choices.request(name: "lab-one", image: command.image)

        #expect(command.depends == ["a", "b"] && command.startsAt == "1h")
        #expect(request.callbackURL == "https://h/x" && request.clusterMode == .multiNode && request.clusterSize == 2)
        #expect(request.architecture == "aarch64" && request.agents == ["i-1", "i-2"])
        #expect(throws: (any Error).self) {
            try BackendAI.parseAsRoot(["create", "python", "--callback-url", "nowhere"])
        }
    }

    @Test("a session of a template takes from the template what is not given")
    func template() throws {
        let plain = try #require(try BackendAI.parseAsRoot(["start-from-template", "id"]) as? SessionFromTemplate)
        let request = try plain.request(name: "lab-one")
        #expect(
            request.environment == nil && request.resources == nil && request.clusterSize == nil
                && request.clusterMode == nil)
        #expect(request.image == nil && request.leavesMounts)

        let words = [
            "start-from-template", "id", "--no-env", "-r", "cpu=2", "--no-mount", "--cluster-size", "3",
            "--cluster-mode", "multi-node",
        ]
        let given = try #require(try BackendAI.parseAsRoot(words) as? SessionFromTemplate).request(name: "lab-one")
        #expect(given.environment == [:] && given.resources == ["cpu": "2"] && given.clusterSize == 3)
        #expect(given.clusterMode == .multiNode)
        #expect(!given.leavesMounts)
    }

    @Test("what a session depends on is drawn as a tree, or told as a table with each session once")
    func graph() {
        let shared: JSONValue = [
            "session_id": "3", "session_name": "data", "status": "TERMINATED", "status_changed": "None",
        ]
        let node = DependencyNode([
            "session_id": "1", "session_name": "train", "status": "KernelStatus.PENDING",
            "status_changed": "2027-01-31 08:00:00.123",
            "depends_on": [
                ["session_id": "2", "session_name": "clean", "status": "RUNNING", "depends_on": [shared]], shared,
            ],
        ])

        #expect(
            node.tree == """
                train (PENDING)
                ├── clean (RUNNING)
                │   └── data (TERMINATED)
                └── data (TERMINATED)
                """)
        #expect(node.table.rows.map { $0[0] } == ["train", "clean", "data"])
        #expect(node.table.rows[0] == ["train", "PENDING", "2027-01-31 08:00:00", "clean, data"])
    }

    @Test("a history is in the order of time, with how long each status lasted")
    func history() {
        let history = StatusHistory([
            "RUNNING": "2027-01-31T08:00:01.500+00:00", "pending": "2027-01-31T08:00:00+00:00",
            "TERMINATED": "2027-01-31T10:00:02.5+00:00", "nonsense": 3,
        ])

        #expect(
            history.rows == [
                ["PENDING", "2027-01-31T08:00:00", "1.5 s"], ["RUNNING", "2027-01-31T08:00:01", "2:00:01"],
                ["TERMINATED", "2027-01-31T10:00:02", "-"],
            ])
    }

    @Test("a removal asks first, and where nobody can answer it is not made")
    func removal() async throws {
        let server = try ScriptedServer { _, _ in ScriptedServer.json("{}") }
        let environment = ["BACKEND_ENDPOINT": "http://127.0.0.1:\(server.port)"]
        for words in [["dotfile", "delete", ".a"], ["sesstpl", "delete", "id"]] {
            #expect(try await CommandRun(words, environment: environment).status == 4)
            #expect(server.requests.isEmpty)
        }
        #expect(try await CommandRun(["dotfile", "delete", ".a", "--yes"], environment: environment).status == 0)
        #expect(try await CommandRun(["sesstpl", "delete", "id", "-f"], environment: environment).status == 0)
        #expect(server.requests.count == 2)
    }

    @Test("several are restarted one after another, and one that fails does not keep the others")
    func restart() async throws {
        let server = try ScriptedServer { request, _ in
            request.hasPrefix("PATCH /session/two ")
                ? ScriptedServer.json(
                    #"{"type":"https://api.backend.ai/probs/object-not-found","title":"No such session."}"#,
                    status: "404 Not Found")
                : "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
        }
        let environment = ["BACKEND_ENDPOINT": "http://127.0.0.1:\(server.port)"]
        let run = try await CommandRun(["restart", "one", "two", "three"], environment: environment)

        #expect(run.status == 1 && server.requests.count == 3, "\(run)")
        #expect(run.messages.contains("session `three` is restarted"))
        #expect(try await CommandRun(["restart"], environment: environment).status == 4)
    }
}
