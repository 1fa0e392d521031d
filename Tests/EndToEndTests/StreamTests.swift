import Foundation
import TestSupport
import Testing

@Suite("The streams of run", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct StreamTests {
    @Test("are the program's own, byte for byte, in both directions")
    func bytes() async throws {
        try await TestStack.with { stack in
            var generator = SystemRandomNumberGenerator()
            let input = (0..<1_500_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let code = "import sys; _ = sys.stdout.buffer.write(sys.stdin.buffer.read())"
            let echo = try await stack.command(["run", "-c", code, "python"]).run(input: input)
            #expect(echo.outputBytes == input)
            #expect(echo.status == 0 && echo.error == "")

            let both =
                "import sys; _ = sys.stdout.buffer.write(b'\\xff\\xc3('); _ = sys.stderr.buffer.write(b'\\x80\\n')"
            let invalid = try await stack.run("run", "--no-input", "-c", both, "python")
            #expect(invalid.outputBytes == [0xff, 0xc3, 0x28])
            #expect(invalid.errorBytes == [0x80, 0x0a])

            let asked = try await stack.command(["run", "-c", "print(input('name? '))", "python"]).run(
                input: Array("안나\n".utf8))
            #expect(asked.output == "name? 안나\n")
        }
    }

    @Test("carry output as it is produced, and a lot of it")
    func liveOutput() async throws {
        try await TestStack.with { stack in
            let slow = try stack.command(
                ["run", "--no-input", "-c", "import time\nprint('first')\ntime.sleep(3)\nprint('last')", "python"]
            ).start()
            #expect(await slow.prints("first"))
            #expect(!slow.outputSoFar.contains("last"))
            #expect(await slow.finish().output == "first\nlast\n")

            let code = "import sys\nfor i in range(400): _ = sys.stdout.buffer.write(b'x' * 65536)"
            let large = try await stack.run("run", "--no-input", "-c", code, "python")
            #expect(large.outputBytes.count == 400 * 65536)
        }
    }

    @Test("are as long as the program likes, in a session that stays as it is")
    func longOutput() async throws {
        // Ten gigabytes in `make soak`.
        let count = ProcessInfo.processInfo.environment["SOAK"] == nil ? 200_000_000 : 10_000_000_000
        try await TestStack.with { stack in
            let program = TestMachine.programs + "/backend.ai"
            let pipeline =
                "'\(program)' run -t work --keep --no-input -c 'head -c \(count) /dev/zero; exit 5' bash | wc -c; "
                + "'\(program)' run -q -t work --no-input -c 'echo fine' bash"
            let environment = ["PATH": "/usr/bin:/bin", "HOME": "/root", "BACKENDAI_STATE_DIR": stack.state]
            let result = try await Command("/bin/sh", ["-c", pipeline], environment: environment).run(within: 580)
            #expect(result.output == "\(count)\nfine\n", "\(result)")
        }
    }

    @Test("a reader that goes away ends the program and its session")
    func readerGone() async throws {
        try await TestStack.with { stack in
            let program = TestMachine.programs + "/backend.ai"
            let pipeline = "'\(program)' run --no-input -c 'i = 0\nwhile True: print(i); i += 1' python | head -n 2"
            let environment = ["PATH": "/usr/bin:/bin", "HOME": "/root", "BACKENDAI_STATE_DIR": stack.state]
            let result = try await Command("/bin/sh", ["-c", pipeline], environment: environment).run()
            #expect(result.output == "0\n1\n")
            #expect(await stack.empties())
        }
    }

    @Test("output that cannot be written is our failure, not the program's, and ends its session")
    func fullOutput() async throws {
        try await TestStack.with { stack in
            for form in ["", "--output json"] {
                let line =
                    "'\(TestMachine.programs)/backend.ai' run --no-input \(form) -c 'print(1)' python > /dev/full"
                let environment = ["PATH": "/usr/bin:/bin", "HOME": "/root", "BACKENDAI_STATE_DIR": stack.state]
                let result = try await Command("/bin/sh", ["-c", line], environment: environment).run()
                let sentence = "backend.ai: cannot write the output\n  No space left on device\n"
                #expect(result.status == 125 && result.error == sentence, "\(result)")
                #expect(await stack.empties())
            }
        }
    }

    @Test("code may come from a file, from standard input, and be ten megabytes long or hold a NUL")
    func sources() async throws {
        try await TestStack.with { stack in
            let piped = try await stack.command(["run", "python", "-"]).run(input: Array("print('piped')".utf8))
            #expect(piped.output == "piped\n")

            let long = Array(("#" + String(repeating: "x", count: 10_000_000) + "\nprint('end')\n").utf8)
            let huge = try await stack.command(["run", "python", "-"]).run(input: long)
            #expect(huge.output == "end\n" && huge.status == 0, "\(huge.error)")

            let null = try await stack.command(["run", "python", "-"]).run(input: Array("print(1)\0".utf8))
            #expect(null.status == 1 && null.error.contains("null bytes"))
        }
    }
}
