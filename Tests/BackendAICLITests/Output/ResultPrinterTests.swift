import BackendAIKit
import Core
import Synchronization
import Testing

@testable import BackendAICLI

@Suite("Printed lists and things")
struct ResultPrinterTests {
    private static let fields = [
        Field("id", "Session ID", key: "session_id"), Field("name"), Field("size", style: .bytes),
        Field("slots", style: .slots),
    ]
    private static let items: [JSONValue] = [
        ["id": "1", "name": "세션", "size": 1024, "slots": #"{"cpu":"1"}"#],
        ["id": "22", "name": "b", "size": nil, "slots": "{}"],
    ]

    private static func document(_ format: OutputFormat, _ items: [JSONValue] = items, isPlain: Bool = false) -> String
    {
        ResultPrinter(console: Console(), format: format).document(items, total: 7, fields: fields, isPlain: isPlain)
    }

    @Test("people get a table with titles, numbers even at the right, wide characters counted as they are shown")
    func console() {
        #expect(
            Self.document(.console) == """
                Session ID  Name   Size  Slots
                1           세션  1 KiB  cpu 1
                22          b         -  -

                """)
        #expect(Self.document(.console, isPlain: true).hasPrefix("1   세션"))
        #expect(Self.document(.console, []) == "")
    }

    @Test("JSON has the original's shape and other names, and structures instead of strings that hold them")
    func json() throws {
        let value = try JSONValue(parsing: Array(Self.document(.json).utf8))

        #expect(
            value == [
                "count": 2, "total_count": 7,
                "items": [
                    ["session_id": "1", "name": "세션", "size": 1024, "slots": ["cpu": "1"]],
                    ["session_id": "22", "name": "b", "size": nil, "slots": [:]],
                ],
            ])
        #expect(Self.document(.json, []) == "{\n  \"count\": 0,\n  \"total_count\": 7,\n  \"items\": []\n}\n")
    }

    @Test("YAML says the same, CSV has one line for each")
    func others() {
        #expect(
            Self.document(.yaml).hasPrefix("count: 2\ntotal_count: 7\nitems:\n  - session_id: \"1\"\n    name: 세션\n"))
        #expect(
            Self.document(.csv) == """
                session_id,name,size,slots\r
                1,세션,1024,"{""cpu"":""1""}"\r
                22,b,,{}\r

                """)
        #expect(Self.document(.csv, isPlain: true).hasPrefix("1,세션"))
    }

    @Test("names of others move no cursor and break no line")
    func control() {
        let table = Table(columns: ["A"], rows: [["x\u{1b}[2Jy\nz\u{7f}"]])

        #expect(table.text == "A\nx\\u{1B}[2Jy\\nz\\u{7F}")
    }

    @Test("a list that is watched is shown again below itself when it has changed, and not else")
    func watch() async throws {
        let file = CaptureFile()
        let console = Console(output: file.descriptor, messages: file.descriptor, isInteractive: false, pager: nil)
        let frames = Mutex(["a\n", "a\n", "b\n"])
        let watch = ListWatch(console: console, screen: nil, interval: .seconds(1)) { _ in }
        await #expect(throws: CancellationError.self) {
            try await watch.run {
                try frames.withLock { frames in
                    if frames.isEmpty { throw CancellationError() }
                    return frames.removeFirst()
                }
            }
        }
        #expect(file.text == "a\n\nb\n")
    }

    @Test("on a terminal it is shown in its place, no wider and no longer than the screen")
    func watchOnScreen() async throws {
        let file = CaptureFile()
        let console = Console(output: file.descriptor, messages: file.descriptor, isInteractive: true, pager: nil)
        let frames = Mutex(["한글 and more\nb\nc\n", "x\n"])
        let watch = ListWatch(console: console, screen: Screen(rows: 3, columns: 5), interval: .seconds(1)) { _ in }
        await #expect(throws: CancellationError.self) {
            try await watch.run {
                try frames.withLock { frames in
                    if frames.isEmpty { throw CancellationError() }
                    return frames.removeFirst()
                }
            }
        }
        #expect(
            file.text == "\u{1b}[2J\u{1b}[H한글 \u{1b}[K\r\nb\u{1b}[K\r\n\u{1b}[J" + "\u{1b}[Hx\u{1b}[K\r\n\u{1b}[J")
    }

    @Test("a manager that is away for a while ends no watching, and is told once")
    func watchThroughRestart() async throws {
        let file = CaptureFile()
        let console = Console(output: file.descriptor, messages: file.descriptor, isInteractive: false, pager: nil)
        let calls = Mutex(0)
        let watch = ListWatch(console: console, screen: nil, interval: .seconds(1)) { _ in }
        await #expect(throws: CancellationError.self) {
            try await watch.run {
                let call = calls.withLock { calls in
                    calls += 1
                    return calls
                }
                if call == 5 { throw CancellationError() }
                if call == 2 || call == 3 { throw ClientError.unreachable(endpoint: "http://h", reason: "refused") }
                return "frame \(call)\n"
            }
        }
        #expect(
            file.text
                == "frame 1\nbackend.ai: cannot reach the manager at http://h: refused; trying again\n\nframe 4\n")
    }

    @Test("the pager is for what does not fit on the screen, wrapped lines included, and may be turned off")
    func pager() {
        let screen = Screen(rows: 4, columns: 10)
        #expect(!Pager.isNeeded(for: "1\n2\n3", on: screen))
        #expect(Pager.isNeeded(for: "1\n2\n3\n4", on: screen))
        #expect(Pager.isNeeded(for: "1\n2\nabcdefghijk", on: screen))
        #expect(Pager(environment: [:])?.command == "less")
        #expect(Pager(environment: ["PAGER": "more -s"])?.command == "more -s")
        #expect(Pager(environment: ["PAGER": ""]) == nil && Pager(environment: ["PAGER": "cat"]) == nil)
        #expect(Pager(environment: ["PAGER": "/nowhere/pager 2>/dev/null"])?.show("x") == false)
        #expect(Pager(environment: ["PAGER": "cat >/dev/null"])?.show("x") == true)
    }
}
