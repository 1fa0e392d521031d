import Core
import Glibc
import Testing

@Suite(
    "What user code may do",
    .enabled(if: RunnerProcess.hasPython && geteuid() == 0, "needs root, to change the user, and /usr/bin/python3"))
struct PrivilegeTests {
    private static let identity = ["--user", "1000", "--group", "1000"]

    @Test("user code has another user, no capability and no way to more")
    func identity() throws {
        let runner = try RunnerProcess(Self.identity)
        let code = """
            wanted = ('Uid', 'Gid', 'Groups', 'CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb', 'NoNewPrivs', 'SigBlk')
            for line in open('/proc/self/status'):
                if line.split(':')[0] in wanted: print(' '.join(line.split()))
            print(open('/proc/self/oom_score_adj').read().strip())
            """
        #expect(
            try runner.run(code).text == """
                Uid: 1000 1000 1000 1000
                Gid: 1000 1000 1000 1000
                Groups:
                SigBlk: 0000000000000000
                CapInh: 0000000000000000
                CapPrm: 0000000000000000
                CapEff: 0000000000000000
                CapBnd: 0000000000000000
                CapAmb: 0000000000000000
                NoNewPrivs: 1
                1000

                """)
    }

    @Test("user code reaches neither the runner's memory nor its descriptors, and can't signal it")
    func runnerIsClosed() throws {
        let runner = try RunnerProcess(Self.identity)
        let code = """
            import os
            parent = os.getppid()
            for attempt in (
                lambda: open(f'/proc/{parent}/mem', 'rb'), lambda: os.listdir(f'/proc/{parent}/fd'),
                lambda: open(f'/proc/{parent}/environ', 'rb').read(), lambda: os.kill(parent, 15),
            ):
                try: print(attempt())
                except OSError as error: print(type(error).__name__)
            """
        #expect(try runner.run(code).text == String(repeating: "PermissionError\n", count: 4))
    }

    @Test("user code is given three descriptors and a control socket at no guessable place")
    func descriptors() throws {
        let runner = try RunnerProcess(Self.identity)
        let listing = "ls = sorted(map(int, os.listdir('/proc/self/fd')))\nprint(ls[:3], [n for n in ls if 3 < n < 64])"
        #expect(try runner.run("import os\n" + listing).text == "[0, 1, 2] []\n")
        // A program that it starts has no other descriptors.
        #expect(try runner.run("_ = os.system('ls /proc/self/fd')").text == "0\n1\n2\n3\n")
    }

    @Test("as process 1 the runner takes connections from outside alone and reaps orphans")
    func namespace() throws {
        let runner = try RunnerProcess(Self.identity, acceptingAnyPeer: false, isolated: true)
        let code = """
            import os, socket, time
            print(os.getppid())
            s = socket.socket(socket.AF_UNIX)
            try:
                s.connect('socket')
                s.sendall(b'\\0\\0\\0\\7\\0"status"')
                print(s.recv(1))
            except OSError as error: print(type(error).__name__)
            os.system('setsid sh -c "sleep 0.01 & exec sleep 0.02" & setsid sleep 1000 &')
            while len([p for p in os.listdir('/proc') if p.isdigit()]) > 3: time.sleep(0.01)
            """
        // The socket's path is open to user code here, as it is in no container.
        chmod(runner.directory + "/socket", 0o777)
        let lines = try runner.run(code).text.split(separator: "\n")
        #expect(lines.first == "1")
        #expect(["b''", "ConnectionResetError", "BrokenPipeError"].contains(lines.last.map(String.init)))
    }

    @Test("a runner that is told to end takes its programs along")
    func termination() throws {
        let runner = try RunnerProcess(Self.identity)
        let child = try runner.run("import subprocess\nprint(subprocess.Popen(['sleep', '1000']).pid)").text
        #expect(try runner.terminate() == .exited(0))
        let pid = try #require(pid_t(child.dropLast()))
        // Its parent is gone: who inherits it may take a moment to reap it.
        for _ in 0..<500 where kill(pid, 0) == 0 && !isZombie(pid) { usleep(10_000) }
        #expect(kill(pid, 0) != 0 || isZombie(pid))
    }
}

private func isZombie(_ pid: pid_t) -> Bool {
    guard let file = try? Descriptor.open("/proc/\(pid)/stat", O_RDONLY), let bytes = try? file.read(upTo: 4096) else {
        return true
    }
    return String(decoding: bytes, as: UTF8.self).contains(") Z ")
}
