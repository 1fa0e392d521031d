import Core
import Testing

@testable import Manager

@Suite("Session templates")
struct SessionTemplateTests {
    private static func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    private static func task(_ spec: String, more: String = "") throws -> SessionTemplate {
        try SessionTemplate(
            try json(
                #"{"api_version":"v1","kind":"taskTemplate","metadata":{"name":"t"},"spec":{\#(spec)}\#(more)}"#),
            kind: .task)
    }

    private static func cluster(_ nodes: String) throws -> SessionTemplate {
        try SessionTemplate(
            try json(
                #"{"api_version":"v1","kind":"cluster_template","metadata":{"name":"c"},"spec":{"nodes":[\#(nodes)]}}"#),
            kind: .cluster)
    }

    @Test("every default is filled in")
    func defaults() throws {
        let template = try Self.task(#""kernel":{"image":"python"}"#)
        #expect(
            template.content["spec"]
                == [
                    "session_type": "interactive",
                    "kernel": [
                        "image": "python", "architecture": "x86_64", "environ": [:], "run": nil, "git": nil,
                    ],
                    "scaling_group": nil, "mounts": [:], "resources": nil, "agent_list": nil,
                ])
        #expect(template.content["metadata"] == ["name": "t", "tag": nil])
    }

    @Test("what runs and what is cloned is kept in one spelling, and numbers of YAML are texts")
    func spellings() throws {
        let template = try Self.task(
            #"""
            "type":"batch","resources":{"cpu":2},"kernel":{"image":"python","run":{"startup":"make"},
            "git":{"repository":"https://x/y.git","credential":{"username":"u","password":123}}}
            """#)
        let kernel = template.content["spec"]?["kernel"]
        #expect(template.content["spec"]?["resources"] == ["cpu": "2"])
        #expect(kernel?["run"] == ["bootstrap": nil, "startup_command": "make"])
        #expect(kernel?["git"]?["credential"] == ["username": "u", "password": "123"])
    }

    @Test(
        "says which field is wrong",
        arguments: [
            (#""kernel":{}"#, "spec.kernel.image"), (#""kernel":{"image":3}"#, ""), ("", "spec.kernel"),
            (#""kernel":{"image":"p","run":[]}"#, "spec.kernel.run"),
            (#""kernel":{"image":"p","environ":{"A":[]}}"#, "spec.kernel.environ.A"),
            (#""kernel":{"image":"p"},"session_type":"dance""#, "spec.session_type"),
            (#""kernel":{"image":"p"},"mounts":[]"#, "spec.mounts"), (#""kernel":{"image":"p"},"x":1"#, "spec.x"),
            (#""kernel":{"image":"p"},"agent_list":[1]"#, "spec.agent_list"),
            (#""kernel":{"image":"p","git":{"commit":"x"}}"#, "spec.kernel.git.repository"),
        ]
    )
    func mistakes(spec: String, path: String) {
        guard !path.isEmpty else {
            #expect(throws: Never.self) { try Self.task(spec) }
            return
        }
        let error = #expect(throws: BackendError.self) { try Self.task(spec) }
        #expect(error?.code == .invalidParameters)
        #expect(error?.message?.contains("`\(path)`") == true, "\(error?.message ?? "")")
    }

    @Test("a cluster has one main node, and each role once")
    func clusters() throws {
        let id = "00000000-0000-4000-8000-000000000001"
        func node(_ role: String, _ more: String = "") -> String {
            #"{"role":"\#(role)","session_template":"\#(id)"\#(more)}"#
        }
        let good = try Self.cluster("\(node("main")),\(node("sub", #","replicas":3"#))")
        #expect(good.taskTemplates == Array(repeating: id.filter { $0 != "-" }, count: 2))
        for nodes in [
            "", node("sub"), "\(node("main")),\(node("main"))", node("main", #","replicas":2"#),
            "\(node("main")),\(node("sub", #","replicas":0"#))", #"{"role":"main","session_template":"x"}"#,
        ] {
            #expect(throws: BackendError.self, "\(nodes)") { try Self.cluster(nodes) }
        }
    }

    @Test("a payload is a list or documents of items with a template, in JSON or YAML")
    func payloads() throws {
        let yaml = """
            ---
            template:
              api_version: v1
              kind: task_template
              metadata: {name: one}
              spec: {kernel: {image: python}}
            ---
            name: second
            template: {api_version: v1, kind: task_template, metadata: {name: two}, spec: {kernel: {image: python}}}
            """
        let items = try TemplatePayload(parsing: yaml, kind: .task).items
        #expect(items.map { $0.name ?? $0.template.name } == ["one", "second"])
        for text in ["", "[]", "{: :", "kind: taskTemplate\n", #"{"api_version":"v1"}"#, "3", "[null]"] {
            #expect(throws: BackendError.self, "\(text)") { try TemplatePayload(parsing: text, kind: .task) }
        }
    }
}
