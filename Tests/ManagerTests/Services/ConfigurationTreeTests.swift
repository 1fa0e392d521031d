import Core
import Testing

@testable import Manager

@Suite("Configuration tree")
struct ConfigurationTreeTests {
    private static func stored(_ value: JSONValue, at key: String = "a") throws -> [String: String] {
        Dictionary(uniqueKeysWithValues: try ConfigurationTree.leaves(value, at: key).map { ($0.key, $0.value) })
    }

    @Test(
        "stores every leaf as Python's str() has it",
        arguments: [
            ("x", ["a": "x"]), (5, ["a": "5"]), (nil, ["a": "None"]), (["1"], ["a": "['1']"]), (true, ["a": "True"]),
            ([["k": nil]], ["a": "[{'k': None}]"]), (["x": "1", "y": ["z": 2]], ["a/x": "1", "a/y/z": "2"]),
            (["": "own", "b": "c"], ["a": "own", "a/b": "c"]),
            (["s/t": "1", "50%": "2"], ["a/s%2Ft": "1", "a/50%25": "2"]),
        ] as [(JSONValue, [String: String])]
    )
    func leaves(value: JSONValue, expected: [String: String]) throws {
        #expect(try Self.stored(value) == expected)
    }

    @Test("gives nested objects back, with a key's own value under the empty name beside those below it")
    func objects() {
        let values = [
            "config/gold/a": "1", "config/gold/d/x": "1", "config/gold/d/y/z": "2", "config/gold/d": "own",
            "config/goldfish": "no", "config/gold/s%2Ft": "slash",
        ]
        #expect(
            ConfigurationTree.object(below: "config/gold", of: values)
                == ["a": "1", "d": ["": "own", "x": "1", "y": ["z": "2"]], "s/t": "slash"])
        #expect(ConfigurationTree.object(below: "config/none", of: values) == [:])
        #expect(ConfigurationTree.object(below: "config/gold/a", of: values) == ["": "1"])
    }

    @Test("takes at most 16 leaves, keys of 512 bytes and values of 64 KiB")
    func limits() throws {
        let many = JSONValue.object((0..<17).map { .init("k\($0)", "v") })
        #expect(throws: BackendError.self) { try ConfigurationTree.leaves(many, at: "a") }
        let long = JSONValue.string(String(repeating: "x", count: 65537))
        #expect(throws: BackendError.self) { try ConfigurationTree.leaves(long, at: "a") }
        var deep: JSONValue = "x"
        for _ in 0..<400 { deep = ["d": deep] }
        #expect(throws: BackendError.self) { try ConfigurationTree.leaves(deep, at: "a") }
        for key in ["", "/", "a//b", String(repeating: "k", count: 513)] {
            #expect(throws: BackendError.self, "\(key)") { try ConfigurationTree.key(key) }
        }
        #expect(try ConfigurationTree.key("/config/a/") == "config/a")
    }
}
