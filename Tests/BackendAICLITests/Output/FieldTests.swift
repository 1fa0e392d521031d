import Core
import Testing

@testable import BackendAICLI

@Suite("Fields")
struct FieldTests {
    @Test(
        "have the original's titles",
        arguments: [
            ("status_info", "Status Info"), ("is_active", "Active?"), ("id", "ID"), ("uuid", "UUID"),
            ("resource_policy", "Res.Policy"), ("concurrency_used", "Concur.Used"), ("group_id", "Group ID"),
            ("hardware_metadata", "HW Metadata"), ("wsproxy_api_token", "Wsproxy Api Token"),
        ])
    func titles(name: String, title: String) {
        #expect(Field(name).title == title)
    }

    @Test(
        "show people what they can read, and programs what was sent",
        arguments: [
            (.text, nil, "-", nil), (.text, true, "yes", true), (.text, [], "-", []),
            (.text, ["a", "b"], "a, b", ["a", "b"]),
            (.bytes, 379_700_000, "362.11 MiB", 379_700_000), (.bytes, nil, "-", nil), (.bytes, -1, "unlimited", -1),
            (.number, .number(199.918), "199.92", .number(199.918)), (.number, 7, "7", 7), (.number, nil, "-", nil),
            (.mebibytes, .number(3_495_872_921.6), "3333.9", .number(3_495_872_921.6)),
            (
                .slots, #"{"cpu": "2", "mem": "1073741824", "cuda.shares": "0.5"}"#,
                "cpu 2, mem 1 GiB, cuda.shares 0.5",
                ["cpu": "2", "mem": "1073741824", "cuda.shares": "0.5"]
            ),
            (.slots, "{}", "-", [:]), (.slots, #"{"mem":"Infinity"}"#, "mem Infinity", ["mem": "Infinity"]),
            (.json, #"{"a": {"b": [1, 2]}, "c": null}"#, "a: {b: [1, 2]}, c: -", ["a": ["b": [1, 2]], "c": nil]),
            (.json, "no json", "no json", "no json"),
            (.member("full_name"), ["full_name": "안나"], "안나", "안나"), (.member("full_name"), nil, "-", nil),
            (
                .members("name"), [["id": "1", "name": "a"], ["id": "2", "name": "b"]], "a, b",
                [["id": "1", "name": "a"], ["id": "2", "name": "b"]]
            ),
        ] as [(FieldStyle, JSONValue, String, JSONValue)])
    func shown(style: FieldStyle, value: JSONValue, text: String, raw: JSONValue) {
        #expect(style.text(value) == text)
        #expect(style.raw(value) == raw)
    }

    @Test(
        "times are read with and without offset and fraction; what is none stays as it is",
        arguments: [
            ("2026-11-28T13:05:12.123456+00:00", 1_795_871_112), ("2026-11-28T13:05:12", 1_795_871_112),
            ("2026-11-28 22:05:12.5+09:00", 1_795_871_112), ("2026-11-28T13:05:12Z", 1_795_871_112),
            ("soon", nil), ("2026-13-28T13:05:12", nil), ("2026-11-28T13:05:12 ", nil),
        ] as [(String, Int?)])
    func times(text: String, seconds: Int?) {
        #expect(PointInTime.secondsSince1970(text) == seconds)
        #expect((PointInTime.local(text) == text) == (seconds == nil))
    }

    @Test("are chosen by either name, in the order given; a wrong one is told with what was meant")
    func choice() throws {
        let noun = Noun.session
        #expect(try noun.fields(choice: "session_id, name", otherwise: []).map(\.name) == ["id", "name"])
        #expect(try noun.fields(choice: nil, otherwise: ["tag"]).map(\.title) == ["Tag"])
        let wrong = #expect(throws: CommandFailure.self) { try noun.fields(choice: "stauts", otherwise: []) }
        #expect(wrong?.status == .invalidArgument && wrong?.what == "sessions have no field `stauts`")
        #expect(wrong?.hint == "did you mean `status`?")
        let none = #expect(throws: CommandFailure.self) { try noun.fields(choice: ",", otherwise: []) }
        #expect(none?.hint?.hasPrefix("the fields are id, main_kernel_id, ") == true)
    }

    @Test("every noun names only fields that it has")
    func nouns() throws {
        let nouns: [Noun] = [
            .session, .agent, .image, .keypair, .keypairPolicy, .userPolicy, .projectPolicy, .user, .domain, .group,
            .scalingGroup, .preset, .audit,
        ]
        for noun in nouns {
            for name in noun.record + noun.columns + noun.details + [noun.identifier] {
                #expect(throws: Never.self) { try noun.field(name) }
            }
        }
    }
}
