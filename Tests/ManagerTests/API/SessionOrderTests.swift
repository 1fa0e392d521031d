import Core
import Testing

@testable import Manager

@Suite("Session orders as they are read")
struct SessionOrderTests {
    /// Reads a body, as the route does.
    private static func read(_ body: String) throws -> SessionOrder {
        var parameters = Parameters(try #require(try JSONValue(parsing: Array(body.utf8)).members))
        let order = SessionOrder(reading: &parameters)
        try parameters.finish()
        return order
    }

    private static func refusal(_ body: String) -> BackendError? {
        #expect(throws: BackendError.self) { try read(body) }
    }

    @Test("the body that the official client sends is understood, null meaning absent")
    func official() throws {
        let order = try Self.read(
            """
            {"tag": null, "name": "mysess",
             "config": {"mounts": [], "environ": {"A": "1"}, "resources": {"cpu": 1, "mem": "512m"}, "resource_opts":
             {"shmem": "64m"}, "scalingGroup": null, "mount_map": {}, "preopen_ports": null},
             "dependencies": [], "callback_url": null, "architecture": "x86_64", "clusterSize": 1, "clusterMode": "single-node",
             "starts_at": null, "bootstrap_script": null, "owner_access_key": null, "domain": "default", "group": "default",
             "type": "interactive", "enqueueOnly": false, "maxWaitSeconds": 0, "reuseIfExists": true, "startupCommand": null,
             "image": "python"}
            """
        )
        var expected = SessionOrder(name: "mysess", image: "python")
        expected.architecture = "x86_64"
        expected.resources = ["cpu": "1", "mem": "512m"]
        expected.environment = ["A": "1"]
        expected.sharedMemory = "64m"

        #expect(order == expected)
    }

    @Test(
        "every key goes by each of its names",
        arguments: [
            #"{"session_name":"name","image":"i"}"#, #"{"name":"name","lang":"i"}"#,
            #"{"clientSessionToken":"name","lang":"i"}"#,
        ]
    )
    func names(body: String) throws {
        let order = try Self.read(body)

        #expect(order.name == "name")
        #expect(order.image == "i")
    }

    @Test("the other keys, too")
    func aliases() throws {
        let base = #"{"name":"name","image":"i","#
        #expect(try Self.read(base + #""arch":"a"}"#).architecture == "a")
        for key in ["cluster_size", "clusterSize"] { #expect(try Self.read(base + #""\#(key)":2}"#).clusterSize == 2) }
        for key in ["group", "groupName", "group_name"] {
            #expect(try Self.read(base + #""\#(key)":"g"}"#).group == "g")
        }
        for key in ["enqueue_only", "enqueueOnly"] { #expect(try Self.read(base + #""\#(key)":true}"#).enqueueOnly) }
        for key in ["reuse", "reuseIfExists"] { #expect(try !Self.read(base + #""\#(key)":false}"#).reuseIfExists) }
        for key in ["max_wait_seconds", "maxWaitSeconds"] {
            #expect(try Self.read(base + #""\#(key)":1.5}"#).maximumWait == 1.5)
        }
        for key in ["scaling_group", "scalingGroup"] {
            #expect(try Self.read(base + #""config":{"\#(key)":"s"}}"#).scalingGroup == "s")
        }
    }

    @Test(
        "what is wrong is told under the name it was given by, in the original's words",
        arguments: [
            ("{}", #"{"session_name":"is required","image":"is required"}"#),
            (#"{"name":"abc","image":"i"}"#, #"{"name":"does not match pattern ^(?=.{4,64}$)\\w[\\w.-]*\\w$"}"#),
            (#"{"name":"한글이름","image":"i"}"#, #"{"name":"does not match pattern ^(?=.{4,64}$)\\w[\\w.-]*\\w$"}"#),
            (#"{"name":12345,"image":"i"}"#, #"{"name":"value is not a string"}"#),
            (#"{"name":"name"}"#, #"{"image":"is required"}"#),
            (
                #"{"name":"name","image":"i","type":"weird"}"#,
                #"{"type":"value is not a valid member of SessionTypes"}"#
            ),
            (#"{"name":"name","image":"i","clusterSize":0}"#, #"{"clusterSize":"value is less than 1"}"#),
            (#"{"name":"name","image":"i","colour":"red"}"#, #"{"colour":"colour is not allowed key"}"#),
            (#"{"name":"name","image":"i","config":{"x":1}}"#, #"{"config":{"x":"x is not allowed key"}}"#),
            (#"{"name":"name","image":"i","config":[]}"#, #"{"config":"value is not a dict"}"#),
            (
                #"{"name":"name","image":"i","config":{"mounts":"x"}}"#, #"{"config":{"mounts":"value is not a list"}}"#
            ),
            (
                #"{"name":"name","image":"i","config":{"environ":["A"]}}"#,
                #"{"config":{"environ":"value is not a dict"}}"#
            ),
            (
                #"{"name":"name","image":"i","config":{"resource_opts":{"y":1}}}"#,
                #"{"config":{"resource_opts":{"y":"y is not allowed key"}}}"#
            ),
            (
                #"{"name":"name","image":"i","config":{"environ":{"A=B":"1"}}}"#,
                #"{"config":{"environ":"`A=B` cannot name an environment variable"}}"#
            ),
        ]
    )
    func faults(body: String, data: String) throws {
        let error = Self.refusal(body)

        #expect(error?.code == .invalidParameters)
        #expect(error?.message == "Input validation error")
        // The order of members is not told apart here.
        #expect(Self.sorted(error?.data) == Self.sorted(try JSONValue(parsing: Array(data.utf8))))
    }

    @Test(
        "a NUL character cannot go into the environment of a program",
        arguments: [#"{"A\u0000":"1"}"#, #"{"A":"1\u0000"}"#, #"{"":"1"}"#])
    func environment(text: String) {
        #expect(Self.refusal(#"{"name":"name","image":"i","config":{"environ":\#(text)}}"#)?.data?["config"] != nil)
    }

    private static func sorted(_ value: JSONValue?) -> JSONValue? {
        guard case .object(let members)? = value else { return value }
        return .object(members.sorted { $0.name < $1.name }.map { .init($0.name, sorted($0.value) ?? .null) })
    }
}
