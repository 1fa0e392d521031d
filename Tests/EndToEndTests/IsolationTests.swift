import TestSupport
import Testing

@Suite("User code", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct IsolationTests {
    @Test("has no rights, and finds neither the runner's memory nor its socket nor its descriptors")
    func probes() async throws {
        try await TestStack.with { stack in
            let code = """
                import os, ctypes, stat
                status = dict(line.split(':', 1) for line in open('/proc/self/status'))
                print(status['Seccomp'].strip(), int(status['CapBnd'], 16), int(status['CapEff'], 16), status['NoNewPrivs'].strip())
                print(os.getuid(), os.path.exists('/etc/shadow'), sorted(os.listdir('/sys/class/net')) if os.path.exists('/sys/class/net') else None)
                def refused(action):
                    try: action()
                    except OSError as error: return error.errno
                    return 0
                print(refused(lambda: open('/proc/1/mem', 'rb')), refused(lambda: os.listdir('/proc/1/fd')), refused(lambda: os.kill(1, 9)))
                libc = ctypes.CDLL(None, use_errno=True)
                print(libc.ptrace(16, 1, 0, 0), ctypes.get_errno())
                print(libc.unshare(0x10000000), ctypes.get_errno())
                print(libc.syscall(9999), ctypes.get_errno())
                print(refused(lambda: open('/usr/bin/new', 'w')), [f for top in ('/home', '/run', '/tmp', '/opt', '/etc', '/var') for d, _, files in os.walk(top) for f in files if stat.S_ISSOCK(os.lstat(os.path.join(d, f)).st_mode) or 'sock' in f and top != '/etc'])
                """
            let result = try await stack.run("run", "--no-input", "-c", code, "python")
            let lines = result.output.split(separator: "\n").map(String.init)
            #expect(
                lines == [
                    "2 0 0 1", "1000 False None", "13 13 1", "-1 1", "-1 1", "-1 38", "30 []",
                ],
                "\(result)"
            )
        }
    }
}
