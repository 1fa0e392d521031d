import CLinux
import Core
import Glibc
import Synchronization
import Testing

@testable import Agent

@Suite("BlockingPool and ProcessWatch")
struct BlockingPoolTests {
    @Test("no more calls block at once than there are threads, and each answers")
    func bounded() async throws {
        let pool = try BlockingPool(threadCount: 2)
        let running = Running()
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 1...20 {
                group.addTask {
                    await pool.run {
                        running.enter()
                        usleep(500)
                        running.leave()
                        return number
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 210)
        #expect(running.most <= 2)
    }

    @Test("errors come back with their type")
    func errors() async throws {
        let pool = try BlockingPool(threadCount: 1)
        let failure = SystemCallError(call: "open", code: ENOENT)
        await #expect(throws: failure) {
            try await pool.run { () throws(SystemCallError) -> Int in throw failure }
        }
    }

    @Test("the end of a program is told, with its code")
    func end() async throws {
        let watch = try ProcessWatch()
        let null = try Descriptor.open("/dev/null", O_WRONLY)
        let run = ProgramRun(try HostProgram(path: "/bin/sh", arguments: ["-c", "exit 7"]).start(output: null))
        #expect(await run.end(within: .seconds(20), watch: watch) == .exited(7))
    }

    @Test("a program that does not end in time is killed and reaped")
    func limit() async throws {
        let watch = try ProcessWatch()
        let null = try Descriptor.open("/dev/null", O_WRONLY)
        let run = ProgramRun(try HostProgram(path: "/bin/sleep", arguments: ["1000"]).start(output: null))
        #expect(await run.end(within: .milliseconds(1), watch: watch) == nil)
    }

    @Test("waiting ends with the task that waits")
    func cancellation() async throws {
        let watch = try ProcessWatch()
        let null = try Descriptor.open("/dev/null", O_WRONLY)
        let process = try HostProgram(path: "/bin/sleep", arguments: ["1000"]).start(output: null)
        let holder = Holder(process)
        let waiting = Task { await watch.end(of: holder.process) }
        waiting.cancel()
        #expect(await waiting.value == false)
        try holder.process.send(SIGKILL)
        #expect(await watch.end(of: holder.process))
        #expect(try holder.process.reap() == .signalled(SIGKILL))
    }

    @Test("a program is given its descriptors and environment, and no others")
    func inheritance() async throws {
        let watch = try ProcessWatch()
        // Not close-on-exec, as another library may open one.
        let stray = dup(0)
        defer { close(stray) }
        let output = Descriptor(owning: try checked("memfd_create") { bai_memory_file("test") })
        let extra = try Descriptor.open("/etc/passwd", O_RDONLY)
        let program = HostProgram(
            path: "/bin/sh", arguments: ["-c", "for f in /proc/self/fd/*; do readlink $f; done; env"],
            environment: ["ONLY": "this"])
        let run = ProgramRun(try program.start(output: output, extra: extra.number))
        #expect(await run.end(within: .seconds(20), watch: watch) == .exited(0))
        let number = output.number
        lseek(number, 0, SEEK_SET)
        let text = String(decoding: try output.read(upTo: 4096), as: UTF8.self)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.first == "/dev/null")
        #expect(lines.contains("/etc/passwd"))
        // 0, 1, 2 and 3; the shell's own listing of the directory has none left when it is read.
        #expect(lines.filter { $0.hasPrefix("/") && !$0.contains("/proc/") }.count <= 4)
        #expect(lines.contains("ONLY=this"))
        #expect(!text.contains("HOME="))
    }
}

private final class Running: Sendable {
    private let count = Mutex((now: 0, most: 0))

    var most: Int { count.withLock { $0.most } }

    func enter() {
        count.withLock { count in
            count.now += 1
            count.most = max(count.most, count.now)
        }
    }

    func leave() {
        count.withLock { $0.now -= 1 }
    }
}

private final class Holder: Sendable {
    let process: ProcessHandle

    init(_ process: consuming ProcessHandle) {
        self.process = process
    }
}
