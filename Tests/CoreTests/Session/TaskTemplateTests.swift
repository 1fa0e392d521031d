import Core
import Testing

@Suite("Task templates")
struct TaskTemplateTests {
    private static func template(_ kernel: String = "", _ spec: String = "") throws -> TaskTemplate {
        let text = """
            {"api_version": "v1", "kind": "taskTemplate", "metadata": {"name": "gold", "tag": "goldtag"},
             "spec": {"session_type": "interactive", "scaling_group": "default", "mounts": {},
                      "resources": {"cpu": "1", "mem": "512m"}, "agent_list": null\(spec),
                      "kernel": {"image": "python", "architecture": "x86_64", "environ": {"GOLD": "tpl"}\(kernel)}}}
            """
        return try TaskTemplate(try JSONValue(parsing: Array(text.utf8)))
    }

    private static func order(_ template: TaskTemplate, _ request: String) throws -> JSONValue {
        .object(template.completing(try JSONValue(parsing: Array(request.utf8)).members ?? []))
    }

    /// The value that counts: the last of a name that is not null.
    private static func value(_ order: JSONValue, _ name: String) -> JSONValue? {
        order.members?.last { $0.name == name && !$0.value.isNull }?.value
    }

    @Test("say what a request leaves open")
    func completes() throws {
        let order = try Self.order(try Self.template(), #"{"name": "mine", "enqueueOnly": true}"#)

        #expect(Self.value(order, "image") == "python" && Self.value(order, "tag") == "goldtag")
        #expect(Self.value(order, "name") == "mine" && Self.value(order, "enqueueOnly") == true)
        #expect(
            order["config"]
                == [
                    "scaling_group": "default", "environ": ["GOLD": "tpl"], "resources": ["cpu": "1", "mem": "512m"],
                ])
    }

    @Test("give way to what a request says; maps are joined, empty lists and nulls say nothing, but a null tag counts")
    func overruled() throws {
        let request = """
            {"name": "mine", "image": "lua", "tag": null, "type": "batch", "startupCommand": "true", "config":
             {"mounts": [], "scalingGroup": null, "environ": {"GOLD": "mine", "MORE": "1"}, "resources": {"mem": "1g"}}}
            """
        let order = try Self.order(try Self.template(), request)

        #expect(Self.value(order, "image") == "lua" && Self.value(order, "type") == "batch")
        #expect(Self.value(order, "tag") == nil)
        #expect(order["config"]?["environ"] == ["GOLD": "mine", "MORE": "1"])
        #expect(order["config"]?["resources"] == ["cpu": "1", "mem": "1g"])
        #expect(order["config"]?["scaling_group"] == "default" && order["config"]?["scalingGroup"] == nil)
    }

    @Test("put the lines that fetch a repository before the bootstrap script, the template's or the request's")
    func git() throws {
        let kernel =
            #", "git": {"repository": "https://example.com/team/code.git"}, "run": {"bootstrap": "echo ours\n"}"#
        let text = try Self.template(kernel)
        let lines = """
            if [ ! -e 'code' ]; then
                git clone 'https://example.com/team/code.git' 'code' || exit
            fi

            """

        #expect(Self.value(try Self.order(text, "{}"), "bootstrap_script") == .string(lines + "echo ours\n"))
        let theirs = try Self.order(text, #"{"bootstrap_script": "echo theirs"}"#)
        #expect(Self.value(theirs, "bootstrap_script") == .string(lines + "echo theirs"))
    }

    @Test("check out a branch and a commit, and keep name and password out of the repository's settings")
    func credentials() throws {
        let kernel = """
            , "git": {"repository": "https://example.com/code", "branch": "it's", "commit": "abc", "destination_dir": "-x",
            "credential": {"username": "me@example.com", "password": "p'$(rm -rf ~)/:@"}}
            """
        let script = try #require(try Self.template(kernel).git).script

        #expect(
            script == #"""
                if [ ! -e './-x' ]; then
                    git clone -b 'it'\''s' 'https://me%40example.com:p%27%24%28rm%20-rf%20~%29%2F%3A%40@example.com/code' './-x' || exit
                    git -C './-x' remote set-url origin 'https://example.com/code' || exit
                    git -C './-x' checkout 'abc' || exit
                fi

                """#)
    }

    @Test(
        "are refused with the member that is wrong",
        arguments: [
            (#", "git": {}"#, "`spec.kernel.git.repository` is missing"),
            (#", "git": {"repository": 5}"#, "`spec.kernel.git.repository` is no text"),
            (#", "git": {"repository": "--upload-pack=x"}"#, "`spec.kernel.git.repository` begins with a dash"),
            (#", "git": {"repository": "a", "branch": "-b"}"#, "`spec.kernel.git.branch` begins with a dash"),
            (
                #", "git": {"repository": "ssh://a/b", "credential": {"username": "u", "password": "p"}}"#,
                "`spec.kernel.git.credential` needs a repository at an http or https address"
            ),
            (
                #", "git": {"repository": "http://a/b", "credential": {"username": "u"}}"#,
                "`spec.kernel.git.credential` needs `username` and `password`"
            ),
            (#", "run": 1"#, "`spec.kernel.run` is no object"),
        ])
    func refused(kernel: String, message: String) throws {
        #expect(throws: TaskTemplate.Problem(message: message)) { try Self.template(kernel) }
    }

    @Test("are of the right kind and name an image")
    func kind() throws {
        for text in [#"{}"#, #"{"kind": "x"}"#, #"{"kind": "taskTemplate", "spec": {"kernel": {}}}"#, "[]", "5"] {
            #expect(throws: TaskTemplate.Problem.self, "\(text)") {
                try TaskTemplate(try JSONValue(parsing: Array(text.utf8)))
            }
        }
    }
}
