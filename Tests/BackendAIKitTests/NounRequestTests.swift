import Core
import TestSupport
import Testing

@testable import BackendAIKit

@Suite("Requests of templates, dotfiles, configuration and sessions")
struct NounRequestTests {
    /// The request that `body` sends to a manager that answers with `answer`: its line, a blank, its body.
    private static func sent(
        _ answer: String = "{}", _ body: (BackendAIClient) async throws -> Void
    ) async throws -> String {
        let server = try ScriptedServer { _, _ in ScriptedServer.json(answer) }
        let configuration = ClientConfiguration(endpoint: Endpoint(loopbackPort: server.port), keypair: nil)
        try await body(BackendAIClient(configuration))
        let request = try #require(server.requests.first)
        let parts = request.split(separator: "\r\n\r\n", maxSplits: 1)
        let line = parts[0].split(separator: "\r\n")[0].dropLast(" HTTP/1.1".count)
        return parts.count > 1 ? "\(line) \(parts[1])" : String(line)
    }

    @Test("templates")
    func templates() async throws {
        #expect(
            try await Self.sent("[]") { _ = try await $0.templates.create("a: 1", group: "g") }
                == #"POST /template/session {"payload":"a: 1","group_name":"g","domain_name":"default","owner_access_key":null}"#
        )
        #expect(
            try await Self.sent("[]") { _ = try await $0.templates.list(all: true) }
                == #"GET /template/session {"all":true}"#)
        #expect(
            try await Self.sent { _ = try await $0.templates.get("a/b") } == "GET /template/session/a%2Fb?format=yaml")
        #expect(
            try await Self.sent { try await $0.templates.update("id", "x") }
                == #"PUT /template/session/id {"payload":"x"}"#)
        let owner = AccessKey(rawValue: "AKIA")
        #expect(
            try await Self.sent { try await $0.templates.delete("id", owner: owner) }
                == "DELETE /template/session/id?owner_access_key=AKIA")
    }

    @Test("dotfiles of users, groups and domains")
    func dotfiles() async throws {
        let mine = DotfilesAPI.Place.user(owner: nil)
        #expect(
            try await Self.sent { try await $0.dotfiles.create(".vimrc", "set nu", permission: "644", in: mine) }
                == #"POST /user-config/dotfiles {"data":"set nu","path":".vimrc","permission":"644"}"#)
        #expect(
            try await Self.sent { try await $0.dotfiles.update(".a", "x", in: .group("g", domain: "d")) }
                == #"PATCH /group-config/dotfiles {"data":"x","path":".a","permission":"755","group":"g","domain":"d"}"#
        )
        #expect(
            try await Self.sent("[]") { _ = try await $0.dotfiles.list(in: .domain("d")) }
                == "GET /domain-config/dotfiles?domain=d")
        #expect(
            try await Self.sent { _ = try await $0.dotfiles.get(".a", in: mine) } == "GET /user-config/dotfiles?path=.a"
        )
        let other = DotfilesAPI.Place.user(owner: AccessKey(rawValue: "AKIA"))
        #expect(
            try await Self.sent { try await $0.dotfiles.delete(".a", in: other) }
                == "DELETE /user-config/dotfiles?owner_access_key=AKIA&path=.a")
    }

    @Test("the cluster's configuration")
    func configuration() async throws {
        #expect(
            try await Self.sent { _ = try await $0.clusterConfiguration.get("config", prefix: true) }
                == #"POST /config/get {"key":"config","prefix":true}"#)
        #expect(
            try await Self.sent { try await $0.clusterConfiguration.set("a/b", to: "1") }
                == #"POST /config/set {"key":"a/b","value":"1"}"#)
        #expect(
            try await Self.sent { try await $0.clusterConfiguration.delete("a") }
                == #"POST /config/delete {"key":"a","prefix":false}"#)
    }

    @Test("what is done to sessions")
    func sessions() async throws {
        #expect(
            try await Self.sent { try await $0.sessions.rename("lab", to: "lab-2") }
                == "POST /session/lab/rename?name=lab-2")
        let owner = AccessKey(rawValue: "AKIA")
        #expect(
            try await Self.sent { try await $0.sessions.restart("lab", owner: owner) }
                == "PATCH /session/lab?owner_access_key=AKIA")
        #expect(try await Self.sent { _ = try await $0.sessions.commit("lab") } == "POST /session/lab/commit")
        #expect(
            try await Self.sent { _ = try await $0.sessions.abuseReport(of: "lab") }
                == "GET /session/lab/abusing-report")
        #expect(try await Self.sent { _ = try await $0.sessions.taskLogs("id") } == "GET /session/_/logs?taskId=id")
        #expect(
            try await Self.sent { _ = try await $0.sessions.dependencyGraph(of: "lab") }
                == "GET /session/lab/dependency-graph")
    }

    @Test("a session of a template sends nothing that was not asked for")
    func template() async throws {
        let id = "0123456789abcdef0123456789abcdef"
        let answer = #"{"sessionId":"4d1c0b1e-7f0a-4f8e-9b3e-2d1f0c9a8b7c","status":"RUNNING","created":true}"#
        var request = TemplateSessionRequest(name: "lab-one", template: id)
        let plain = try await Self.sent(answer) { [request] in
            let created = try await $0.sessions.create(request)
            #expect(created.name == "lab-one" && created.isNew)
        }
        #expect(
            plain == """
                POST /session/_/create-from-template {"template_id":"\(id)","tag":null,"domain":"default",\
                "group":"default","name":"lab-one","enqueueOnly":false,"maxWaitSeconds":0,"dependencies":[],\
                "callbackURL":null,"reuseIfExists":true,"type":"interactive","starts_at":null,"config":{"mounts":[]}}
                """)
        (request.image, request.clusterSize, request.environment) = ("python", 2, ["A": "1"])
        request.clusterMode = .multiNode
        request.leavesMounts = false
        let body = try await Self.sent(answer) { [request] in _ = try await $0.sessions.create(request) }
        #expect(
            body.contains(
                #""image":"python","clusterSize":2,"clusterMode":"multi-node","config":{"mounts":[],"mount_map":{},"#
                    + #""environ":{"A":"1"}}}"#))
    }
}
