import Core
import Glibc
import Testing

@Suite("What Python shows beside its output", .enabled(if: RunnerProcess.hasPython, "/usr/bin/python3 is not there"))
struct PythonDisplayTests {
    private let runner: RunnerProcess

    init() throws { runner = try RunnerProcess() }

    @Test(
        "shows the value of an expression at the end in the best form that it offers",
        arguments: [
            ("_repr_html_", "'<b>é</b>'", "text/html", "<b>é</b>"),
            ("_repr_svg_", "'<svg/>'", "image/svg+xml", "<svg/>"),
            ("_repr_png_", "b'png'", "image/png", "png"),
            ("_repr_png_", "'cG5n'", "image/png", "png"),
            ("_repr_jpeg_", "b'jpeg', {'width': 1}", "image/jpeg", "jpeg"),
            ("_repr_json_", "{'a': [1]}", "application/json", #"{"a": [1]}"#),
            ("_repr_latex_", "'$x$'", "text/latex", "$x$"),
            ("_repr_markdown_", "'# a'", "text/markdown", "# a"),
            ("_repr_javascript_", "'f()'", "application/javascript", "f()"),
            ("_repr_mimebundle_", "{'image/png': b'', 'text/html': 'h', 'text/plain': 'p'}", "text/html", "h"),
            ("_repr_mimebundle_", "({'application/x+json': {}}, {})", "application/x+json", "{}"),
        ])
    func forms(method: String, value: String, type: String, content: String) throws {
        let trail = try follow("class A:\n    def \(method)(self, **options): return \(value)\nA()")
        #expect(trail.pieces == [.shown(type: type, Array(content.utf8))])
        #expect(trail.result == RunResult(exitCode: 0, reason: .completed))
    }

    @Test(
        "prints what offers nothing richer than text, or offers it wrongly",
        arguments: [
            "return {'text/plain': 'p'}", "return {'text/html': 5, 7: 'x'}", "return {'application/x y': ''}",
            "return {'image/png': 'no base64!'}", "raise ValueError", "return None",
        ])
    func plain(body: String) throws {
        let code = """
            class A:
                def _repr_mimebundle_(self, **options): \(body)
                __repr__ = lambda self: 'plain'
            A()
            """
        #expect(try follow(code).pieces == [.output("plain")])
    }

    @Test("asks no class itself, and no object that answers to every name")
    func impostors() throws {
        #expect(try follow("\(page)A").pieces == [.output("<class '__main__.A'>")])
        let all = "class B:\n    __getattr__ = lambda self, name: str\n    __repr__ = lambda self: 'B'\nB()"
        #expect(try follow(all).pieces == [.output("B")])
    }

    @Test("keeps the order of what is printed and what display() shows")
    func order() throws {
        let code = page + "print(1)\ndisplay(A(), 2)\nimport os\n_ = os.system('echo 3')\ndisplay(A())\nprint(4)\nA()"
        let shown = Piece.shown(type: "text/html", Array("page".utf8))
        #expect(
            try follow(code).pieces == [.output("1\n"), shown, .output("2\n3\n"), shown, .output("4\n"), shown])
    }

    @Test("knows display() in interactive runs only, and leaves the user's own alone")
    func name() throws {
        #expect(try follow("display(1)").pieces == [.output("1\n")])
        let plain = try follow("display(1)", isInteractive: false)
        #expect(plain.result?.exitCode == 1)
        #expect(plain.error.hasSuffix("NameError: name 'display' is not defined\n"))
        #expect(try follow("display = print\ndisplay(2)").pieces == [.output("2\n")])
    }

    @Test("shows 64 MiB and says what is larger")
    func size() throws {
        let code = "class A:\n    def _repr_png_(self): return bytes(size)\n"
        let largest = try follow(code + "size = 64 << 20\nA()")
        guard case .shown(type: "image/png", let bytes)? = largest.pieces.first else { return #expect(Bool(false)) }
        #expect(bytes.count == 64 << 20)
        let larger = try follow("size += 1\nA()")
        #expect(larger.pieces.isEmpty)
        #expect(larger.error == "image/png of 67108865 bytes is not shown: it is larger than 64 MiB\n")
    }

    @Test("shows nothing for a fork of the program's own")
    func fork() throws {
        let code = page + "import os\npid = os.fork()\nif pid: _ = os.waitpid(pid, 0)\nA()"
        #expect(try follow(code).pieces == [.shown(type: "text/html", Array("page".utf8))])
    }

    @Test("is interrupted while it makes what it shows, and keeps its state")
    func interrupt() throws {
        let client = try runner.connect()
        let id = uniqueName()
        let code = """
            class A:
                def _repr_html_(self):
                    print(1, flush=True)
                    while True: pass
            x = 5
            A()
            """
        try client.start(id, code)
        try client.waitForOutput()
        try client.send(.interrupt(run: id))
        let outcome = try client.finish()
        #expect(outcome.result == RunResult(exitCode: 130, reason: .interrupted))
        #expect(try follow("x").pieces == [.output("5")])
    }

    @Test(
        "shows figures at plt.show() and at the end, each once, and closes them",
        .enabled(if: PythonDisplayTests.hasMatplotlib, "python3-matplotlib is not there"))
    func figures() throws {
        let code = """
            import matplotlib.pyplot as plt
            _ = plt.plot([1, 2]); plt.show()
            print(1)
            figure, axes = plt.subplots()
            print(2)
            figure
            """
        let pieces = try follow(code).pieces
        #expect(pieces.map(\.summary) == ["image/png", "1\n2\n", "image/png"])
        #expect(try follow("_ = plt.plot([1])\n1 / 0").pieces.map(\.summary) == ["image/png"])
        #expect(try follow("plt.get_fignums()").pieces == [.output("[]")])
    }

    // MARK: Completion

    @Test(
        "completes the word before the cursor",
        arguments: [
            ("x = 1\nprint(os.path.jo", ["os.path.join"]), ("def f(): retur", ["return"]),
            ("both_", ["both_1", "both_2"]), ("print(isinst", ["isinstance"]), ("f(1, par", ["parameter="]),
            ("import email.mime.te", ["email.mime.text"]), ("from json ", ["import"]),
            ("d[\"ab", ["d[\"abc\"]", "d[\"abd\"]"]), ("a.plain.upp", ["a.plain.upper"]), ("a.made.upp", []),
            ("nothing.x", []), ("text = 'os.pa", []), ("# os.pa", []), ("((", nil), ("\\", nil),
        ] as [(String, [String]?)])
    func candidates(text: String, expected: [String]?) throws {
        let code = """
            import os
            calls, both_2, both_1, d = [], 2, 1, {'abc': 1, 'abd': 2}
            def f(x, *, parameter=None): pass
            class A:
                plain = ''
                made = property(lambda self: calls.append('made'))
                def __getattr__(self, name): calls.append(name)
            a = A()
            """
        _ = try runner.run(code)
        let outcome = try complete(text)
        #expect(outcome.result.exitCode == 0 && outcome.error.isEmpty)
        if let expected { #expect(outcome.text == expected.map { $0 + "\n" }.joined()) }
        let traces = "calls, 'email' in __import__('sys').modules, '_' in globals()"
        #expect(try runner.run(traces).text == "([], False, False)")
    }

    @Test("offers public names before others, and 1000 at most")
    func limits() throws {
        _ = try runner.run("globals().update({f'many{n}': n for n in range(3000)})\nclass A: _y = x = 1")
        #expect(try complete("many").text.split(separator: "\n").count == 1000)
        let members = try complete("A.").text.split(separator: "\n")
        let places = ["A.x", "A._y"].compactMap { members.firstIndex(of: $0) }
        #expect(places.count == 2 && places[0] < places[1])
    }

    // MARK: Parts

    private static var hasMatplotlib: Bool { access("/usr/lib/python3/dist-packages/matplotlib", F_OK) == 0 }

    private let page = "class A:\n    def _repr_html_(self): return 'page'\n"

    private func complete(_ text: String) throws -> Outcome {
        let client = try runner.connect()
        try client.start(uniqueName(), Array(text.utf8), mode: .complete)
        return try client.finish()
    }

    /// Runs code and keeps the order of what it prints and shows.
    private func follow(_ code: String, isInteractive: Bool = true) throws -> Trail {
        let client = try runner.connect()
        try client.start(uniqueName(), code, isInteractive: isInteractive)
        var trail = Trail()
        while trail.result == nil {
            try trail.take(client.next())
            try client.send(.acknowledge(through: trail.number))
        }
        return trail
    }
}

/// A part of what a run sent: text printed to standard output, or something shown.
private enum Piece: Equatable {
    case output(String)
    case shown(type: String, [UInt8])

    var summary: String {
        switch self {
        case .output(let text): text
        case .shown(let type, _): type
        }
    }
}

/// What a run sent, in order.
private struct Trail {
    var pieces: [Piece] = []
    var error = ""
    var result: RunResult?
    /// The number of the latest output frame.
    var number = 0

    private var awaited: (type: String, length: Int)?
    private var content: [UInt8] = []

    mutating func take(_ frame: Frame) throws {
        if frame.kind != .control { number += 1 }
        switch frame.kind {
        case .standardOutput:
            print(String(decoding: frame.payload, as: UTF8.self))
        case .standardError:
            error += String(decoding: frame.payload, as: UTF8.self)
        case .display:
            content += frame.payload
        default:
            let event = try frame.decodeControl(as: RunnerEvent.self)
            if event.isNumbered { number += 1 }
            if case .display(let type, let length) = event { awaited = (type, length) }
            if case .finished(let result) = event { self.result = result }
        }
        if let (type, length) = awaited, content.count >= length {
            pieces.append(.shown(type: type, content))
            (awaited, content) = (nil, [])
        }
    }

    private mutating func print(_ text: String) {
        if case .output(let before)? = pieces.last {
            pieces[pieces.count - 1] = .output(before + text)
        } else {
            pieces.append(.output(text))
        }
    }
}
