import Core
import Foundation
import TestSupport
import Testing

@testable import BackendAICLI

@Suite("Results as YAML")
struct YAMLTextTests {
    /// A Python with PyYAML: the system's, or that of the tests' own environment.
    static let python: String? = ["/usr/bin/python3", ".build-venv/bin/python3"].first { path in
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["-c", "import yaml"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    private static let words = [
        "", " ", "a", "a b", " a", "a ", "null", "Null", "~", "true", "True", "yes", "NO", "on", "off", "y", "N", "1",
        "-1", "+1", "1.5", ".5", "1e3", "0x1f", "0o17", "1_000", "12:30:45", "2026-11-28", "2026-11-28T13:00:00+00:00",
        ".inf", ".nan", "-", "- a", "?", ":", "a:", "a: b", "a:b", "#", "a #b", "a#b", "[a]", "{a: b}", "&a", "*a",
        "!a", "|", ">", "%a", "@a", "`a", "'a'", "\"a\"", "a\\b", "a\nb", "a\n", "\n", "\t", "a\tb", "\r", "한글 이름",
        "日本", "🙂", "e\u{301}", "\u{85}", "\u{2028}", "\u{feff}", "\u{7f}", "\u{1}", "\u{0}", "=", "<<", "---", "...",
        "a, b", "/path/to", "python:3.11", "key=value", "100%", "a;b", "(null)", "_", "__", "infinity",
    ]

    private static func random(_ generator: inout SeededGenerator, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 3 ? 6 : 9), using: &generator) {
        case 0: .null
        case 1: .bool(Bool.random(using: &generator))
        case 2: .integer(Int64.random(in: -1_000_000_000_000...1_000_000_000_000, using: &generator))
        case 3: .number(Double.random(in: -1e30...1e30, using: &generator))
        case 4, 5: .string(words.randomElement(using: &generator) ?? "")
        case 6:
            .array((0..<Int.random(in: 0..<4, using: &generator)).map { _ in random(&generator, depth: depth + 1) })
        default:
            .object(
                Set(
                    (0..<Int.random(in: 0..<4, using: &generator)).map { _ in
                        words.randomElement(using: &generator) ?? ""
                    }
                )
                .sorted().map { .init($0, random(&generator, depth: depth + 1)) })
        }
    }

    @Test("stand in blocks, plain where that is safe")
    func blocks() {
        let value: JSONValue = [
            "count": 1, "items": [["name": "lab-one", "tag": nil, "mounts": [], "note": "yes", "slots": ["cpu": "1"]]],
            "nested": [[1, 2], [:]],
        ]

        #expect(
            YAMLText.text(of: value) == """
                count: 1
                items:
                  - name: lab-one
                    tag: null
                    mounts: []
                    note: "yes"
                    slots:
                      cpu: "1"
                nested:
                  - - 1
                    - 2
                  - {}

                """)
    }

    @Test("are read back by PyYAML as the same values, whatever they are", .enabled(if: python != nil, "needs PyYAML"))
    func readBack() async throws {
        var generator = SeededGenerator(seed: 4)
        var values: [JSONValue] = [.array(Self.words.map { .string($0) }), .object(Self.words.map { .init($0, 1) })]
        values += (0..<300).map { _ in Self.random(&generator, depth: 0) }
        let documents = values.map { JSONValue.string(YAMLText.text(of: $0)) }
        let script = """
            import json, sys, yaml
            print(json.dumps([yaml.safe_load(text) for text in json.load(sys.stdin)]))
            """
        let python = try #require(Self.python)
        let run = try await Command(python, ["-c", script], environment: [:]).run(
            input: JSONValue.array(documents).encoded)
        let read = try #require(try JSONValue(parsing: run.outputBytes).items, "\(run)")
        for (index, value) in values.enumerated() {
            #expect(read[index] == value, "\(YAMLText.text(of: value))")
        }
    }
}
