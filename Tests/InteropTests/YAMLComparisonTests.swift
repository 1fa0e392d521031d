import Core
import Foundation
import TestSupport
import Testing

@Suite(
    "YAML compared with PyYAML", .enabled(if: OfficialClient.program != nil, "the official client is not installed"))
struct YAMLComparisonTests {
    private static let interpreter = OfficialClient.program.map {
        ($0 as NSString).deletingLastPathComponent + "/python"
    }

    /// Reads a JSON list of texts, and writes what each is: a list of documents, or null for none, and for what has keys
    /// that are no texts.
    private static let script = """
        import json, sys, yaml
        def documents(text):
            try:
                return [value for value in yaml.safe_load_all(text)]
            except Exception:
                return None
        def has_texts_as_keys(value):
            if isinstance(value, dict):
                return all(isinstance(key, str) for key in value) and all(map(has_texts_as_keys, value.values()))
            return all(map(has_texts_as_keys, value)) if isinstance(value, list) else True
        def plain(value):
            try:
                return json.loads(json.dumps(value)) if has_texts_as_keys(value) else None
            except Exception:
                return None
        print(json.dumps([plain(documents(text)) for text in json.load(sys.stdin)]))
        """

    private static let pieces = [
        "a", "b: ", "c:\n", "- ", "  ", "\n", "\n  ", "\n    ", "[", "]", "{", "}", ", ", ": ", "#x", " # y", "'", "\"",
        "|\n", ">-\n", "1", "0.5", "true", "~", "---\n", "text with words", "\\n", "key: value\n", "- item\n", "|+\n",
        "é", "x:y", "http://z/", "-1", "'q'", "\"w\"", "\n- ", "\n\n", "...\n", ">\n",
    ]

    private static func python(_ texts: [String]) async throws -> [JSONValue] {
        let input = JSONValue.array(texts.map { .string($0) }).encoded
        let run = try await Command(try #require(interpreter), ["-c", script], environment: ["PATH": "/usr/bin:/bin"])
            .run(input: input)
        return try #require(try JSONValue(parsing: run.outputBytes).items, "\(run)")
    }

    /// With numbers as the JSON of the other side has them.
    private static func normal(_ documents: [JSONValue]) throws -> JSONValue {
        try JSONValue(parsing: JSONValue.array(documents).encoded)
    }

    @Test("what is read here, PyYAML reads as the same, whatever the text")
    func random() async throws {
        var random = SeededGenerator(seed: 41)
        let texts = (0..<20_000).map { _ in
            (0..<Int.random(in: 1...12, using: &random)).map { _ in Self.pieces.randomElement(using: &random) ?? "" }
                .joined()
        }
        var (read, readHereAlone) = (0, 0)
        for (text, expected) in zip(texts, try await Self.python(texts)) {
            guard let documents = try? YAMLDocuments(parsing: text).values else { continue }
            if expected.isNull {
                readHereAlone += 1
                continue
            }
            read += 1
            let actual = try Self.normal(documents)
            if actual != expected {
                Issue.record("\(text.debugDescription): \(actual.encodedText), not \(expected.encodedText)")
            }
        }
        #expect(read > 2000 && readHereAlone < read / 4, "\(read) \(readHereAlone)")
    }

    @Test("what people write by hand is read, and as PyYAML reads it")
    func templates() async throws {
        let texts = [
            """
            api_version: v1
            kind: taskTemplate
            metadata:
              name: train
              tag: "night run"
            spec:
              kernel:
                image: cr.backend.ai/stable/python:3.9-ubuntu20.04
                environ: {A: 1, B: 'two'}
                run:
                  bootstrap: |
                    #!/bin/sh
                    if true; then
                      echo ": ok"
                    fi

                  startup_command: >-
                    python train.py
                    --epochs 3
                git:
                    repository: https://example.com/x.git
              mounts:
                data: /home/work/data   # comment
              resources:
                cpu: 2
                mem: 4g
              agent_list: [i-a, "i-b"]
            """,
            "- template: {kind: x}\n  name: n\n-   template:\n      a: [1,\n       2]\n",
            "---\ntemplate:\n  spec:\n    nodes:\n    - role: main\n      replicas: 1\n    - role: sub\n---\ntemplate: {}\n",
        ]
        for (text, expected) in zip(texts, try await Self.python(texts)) {
            #expect(try Self.normal(try YAMLDocuments(parsing: text).values) == expected)
        }
    }
}
