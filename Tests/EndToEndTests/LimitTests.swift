import TestSupport
import Testing

@Suite("Limits", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct LimitTests {
    @Test("of memory end the program with 137 and a line that says why; a child's end is a warning")
    func memory() async throws {
        try await TestStack.with { stack in
            let hog = ["run", "--no-input", "-r", "mem=200m"]
            let killed = try await stack.command(hog + ["-c", "x = bytearray(10**9)", "python"]).run()
            #expect(killed.status == 137)
            #expect(killed.error == "backend.ai: out of memory (limit 200 MiB, peak 200 MiB)\n")

            let code =
                "import subprocess\nprint(subprocess.run(['/usr/bin/python3', '-c', 'x = bytearray(10**9)']).returncode)"
            let child = try await stack.command(hog + ["-c", code, "python"]).run()
            #expect(child.status == 0 && child.output == "-9\n")
            #expect(child.error.contains("backend.ai: warning: a child process was killed for lack of memory"))

            _ = try await stack.command(hog + ["-t", "kept-one", "-c", "y = 1", "python"]).run()
            let kept = try await stack.command(hog + ["-t", "kept-one", "-c", "x = bytearray(10**9)", "python"]).run()
            #expect(kept.status == 137 && kept.error.contains("its state is gone"))
            let next = try await stack.command(hog + ["-q", "-t", "kept-one", "-c", "print('on')", "python"]).run()
            #expect(next.output == "on\n")
        }
    }

    @Test("of disk and processes are the session's own; what a program leaves behind goes with it")
    func disk() async throws {
        try await TestStack.with(options: ["--port", "0", "--scratch-size", "32m"]) { stack in
            let fill = """
                import errno
                try:
                    with open('big', 'wb') as f:
                        while True: f.write(b'x' * 1048576)
                except OSError as error: print(errno.errorcode[error.errno])
                """
            let full = try await stack.run("run", "--no-input", "-c", fill, "python")
            #expect(full.output == "ENOSPC\n")

            let bomb = """
                import os, sys
                n = 0
                try:
                    while True:
                        if os.fork() == 0:
                            import time; time.sleep(100)
                        n += 1
                except OSError: print(n > 100)
                """
            let forks = try await stack.run("run", "--no-input", "-r", "mem=1g", "-c", bomb, "python")
            #expect(forks.output.hasSuffix("True\n"), "\(forks)")

            let litter = """
                import os
                os.symlink('/etc/passwd', 'link'); os.mkfifo('fifo'); os.makedirs('a/' * 100)
                for i in range(3000): open(f'f{i}', 'w').close()
                """
            let left = try await stack.run("run", "--no-input", "-c", litter, "python")
            #expect(left.status == 0, "\(left)")
        }
    }

    @Test("of processor time and disk are what was asked for")
    func quota() async throws {
        try await TestStack.with(options: ["--port", "0", "--scratch-size", "32m"]) { stack in
            let code = """
                import os, time
                start = time.monotonic()
                for i in range(3):
                    if os.fork() == 0:
                        while time.monotonic() - start < 1.5: pass
                        os._exit(0)
                for i in range(3): os.wait()
                used = os.times()
                share = (used.children_user + used.children_system) / (time.monotonic() - start)
                print('ok' if share < 1.3 else share)
                disk = os.statvfs('/home/work')
                print(disk.f_blocks * disk.f_frsize <= 32 << 20, disk.f_blocks * disk.f_frsize > 20 << 20)
                """
            let result = try await stack.run("run", "--no-input", "-r", "cpu=1", "-c", code, "python")
            #expect(result.output == "ok\nTrue True\n", "\(result)")
            let table = try await stack.run(
                "run", "--no-input", "-c", "import subprocess; subprocess.run(['df', '-h', '/home/work'])", "python")
            #expect(table.output.contains("/home/work") && !table.output.contains("G "), "\(table)")
        }
    }
}
