import Core
import Glibc
import Testing

@Suite("Host programs and processes")
struct ProcessTests {
    @Test("a program runs to its end with the plain environment, output and errors together")
    func run() throws {
        let script = "echo out; echo err >&2; env | grep -v '^_=\\|^PWD=\\|^SHLVL=' | sort; exit 3"
        let (end, output) = try HostProgram(path: "/bin/sh", arguments: ["-c", script]).run()

        #expect(end == .exited(3))
        #expect(output == "out\nerr\nLC_ALL=C\nPATH=/usr/sbin:/usr/bin:/sbin:/bin\n")
    }

    @Test("a program that a signal ends is told apart from one that exits")
    func signalled() throws {
        let (end, _) = try HostProgram(path: "/bin/sh", arguments: ["-c", "kill -KILL $$"]).run()

        #expect(end == .signalled(SIGKILL))
        #expect(end.exitCode == 137)
    }

    @Test("a program that cannot be started is an error with its path")
    func missing() {
        #expect(throws: SystemCallError(call: "start", code: ENOENT, path: "/nowhere/program")) {
            try HostProgram(path: "/nowhere/program", arguments: []).run()
        }
    }

    @Test("programs are looked up in the directories given, never in the caller's PATH")
    func lookup() throws {
        let place = try PrivatePlace()
        try place.write("#!/bin/sh\n", to: "tool", mode: 0o755)
        try place.write("", to: "text", mode: 0o644)

        #expect(HostProgram.find("tool", in: ["/nowhere", place.path]) == place.file("tool"))
        #expect(HostProgram.find("tool") == nil)
        #expect(HostProgram.find("sh") != nil)
    }

    @Test("a process that is held by descriptor is signalled, and reaped once")
    func handle() throws {
        let null = try Descriptor.open("/dev/null", O_RDWR)
        let process = try HostProgram(path: "/bin/sleep", arguments: ["60"]).start(output: null)

        #expect(try process.reap() == nil)
        try process.send(SIGTERM)
        var polled = pollfd(fd: process.pollDescriptor, events: Int16(POLLIN), revents: 0)
        try checkedLibc("poll") { poll(&polled, 1, 10_000) }
        #expect(try process.reap() == .signalled(SIGTERM))
        #expect(throws: SystemCallError(call: "waitid", code: ECHILD)) { try process.reap() }
        #expect(throws: SystemCallError(call: "pidfd_send_signal", code: ESRCH)) { try process.send(SIGTERM) }
    }

    @Test("there is no handle of a process that does not exist")
    func nobody() {
        #expect(throws: SystemCallError(call: "pidfd_open", code: ESRCH)) { _ = try ProcessHandle(pid: 0x3fff_fff0) }
    }

    @Test(
        "a wait status is read as the shell reads it",
        arguments: [(0x0000, 0), (0x0300, 3), (0xff00, 255), (9, 137), (0x8b, 139)] as [(CInt, Int)]
    )
    func waitStatus(status: CInt, code: Int) {
        #expect(ProcessEnd(waitStatus: status).exitCode == code)
    }
}
