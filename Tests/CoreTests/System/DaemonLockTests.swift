import Core
import Glibc
import Testing

@Suite("Daemon lock")
struct DaemonLockTests {
    @Test("is held by one daemon at a time, which the second one is told")
    func exclusive() throws {
        let place = try PrivatePlace()
        let path = place.file("daemon.pid")
        let lock = try DaemonLock(taking: path)

        do {
            _ = try DaemonLock(taking: path)
            Issue.record("the lock was taken twice")
        } catch let held as DaemonLock.Held {
            #expect(held.pid == getpid())
            #expect(held.description == "another process (\(getpid())) already runs with `\(path)`")
        }
        #expect(DaemonLock.holder(of: path) == getpid())
        #expect(place.mode(of: "daemon.pid") == 0o600)
        _ = consume lock
    }

    @Test("goes with its holder: a file that is left behind holds nobody back")
    func stale() throws {
        let place = try PrivatePlace()
        let path = place.file("daemon.pid")
        do { _ = try DaemonLock(taking: path) }

        #expect(DaemonLock.holder(of: path) == nil)
        _ = try DaemonLock(taking: path)
    }

    @Test("a file with another process's number but without a lock shows nobody; neither does no file")
    func unlocked() throws {
        let place = try PrivatePlace()
        let path = try place.write("1\n", to: "daemon.pid")

        #expect(DaemonLock.holder(of: path) == nil)
        #expect(DaemonLock.holder(of: place.file("absent")) == nil)
    }

    @Test("does not follow a symbolic link")
    func link() throws {
        let place = try PrivatePlace()
        let target = try place.write("precious", to: "target")
        symlink(target, place.file("daemon.pid"))

        #expect(throws: SystemCallError(call: "open", code: ELOOP, path: place.file("daemon.pid"))) {
            _ = try DaemonLock(taking: place.file("daemon.pid"))
        }
        #expect(try FileText.read(target) == "precious")
    }

    @Test("whoever only asks for the holder keeps nobody from taking the lock")
    func asking() async throws {
        let place = try PrivatePlace()
        let path = try place.write("", to: "daemon.pid")
        let asker = try Asker()
        let asking = Task { await asker.ask(path) }
        defer { asking.cancel() }
        var refused = 0
        for _ in 0..<300 {
            do {
                // Taken and given back at once.
                _ = try DaemonLock(taking: path)
            } catch is DaemonLock.Held {
                refused += 1
                try await Task.sleep(for: .milliseconds(2))
            }
        }
        // A program that another test starts just then has the descriptor, and with it the lock, for an instant.
        #expect(refused < 30)
    }
}

/// Asks for the holder again and again, on a thread of its own.
private actor Asker {
    private nonisolated let executor: ThreadExecutor

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init() throws {
        executor = try ThreadExecutor()
    }

    deinit { executor.stop() }

    func ask(_ path: String) {
        while !Task.isCancelled { _ = DaemonLock.holder(of: path) }
    }
}
