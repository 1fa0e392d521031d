import Core
import Glibc
import Synchronization
import Testing

@Suite("File lock")
struct FileLockTests {
    @Test("lets one holder in at a time, and the next one when it is given back")
    func exclusion() async throws {
        let place = try PrivatePlace()
        let room = Room()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                let visitor = try Visitor()
                group.addTask { try await visitor.visit(room, behind: place.file("lock"), times: 50) }
            }
            try await group.waitForAll()
        }

        #expect(room.visits == 200)
        #expect(room.mostAtOnce == 1)
        #expect(place.mode(of: "lock") == 0o600)
    }

    @Test("names its file when that cannot be made")
    func impossible() {
        #expect(throws: SystemCallError(call: "open", code: ENOENT, path: "/nowhere/lock")) {
            _ = try FileLock(waitingFor: "/nowhere/lock")
        }
    }
}

/// Counts who is inside.
private final class Room: Sendable {
    private let state = Mutex((inside: 0, most: 0, visits: 0))

    var mostAtOnce: Int { state.withLock { $0.most } }
    var visits: Int { state.withLock { $0.visits } }

    func enter() {
        state.withLock { state in
            state.inside += 1
            state.visits += 1
            state.most = max(state.most, state.inside)
        }
    }

    func leave() { state.withLock { $0.inside -= 1 } }
}

/// Waits for the lock on a thread of its own, since waiting blocks.
private actor Visitor {
    private nonisolated let executor: ThreadExecutor

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init() throws {
        executor = try ThreadExecutor()
    }

    deinit { executor.stop() }

    func visit(_ room: Room, behind path: String, times: Int) throws {
        for _ in 0..<times {
            let lock = try FileLock(waitingFor: path)
            room.enter()
            sched_yield()
            room.leave()
            lock.release()
        }
    }
}
