import Core
import Glibc
import Synchronization
import Testing

@Suite("Thread executor")
struct ThreadExecutorTests {
    @Test("runs an actor's jobs one after another, on one thread that is nobody else's")
    func oneThread() async throws {
        let (first, second) = (try Pinned(), try Pinned())
        let threads = await withTaskGroup(of: [UInt].self) { group in
            for _ in 0..<8 { group.addTask { await (0..<50).asyncMap { _ in await first.work() } } }
            return await group.reduce(into: Set<UInt>()) { $0.formUnion($1) }
        }

        #expect(threads.count == 1)
        #expect(await first.count == 400)
        #expect(await !threads.contains(second.work()))
    }

    @Test("keeps tasks of the shared pool running while its own thread is blocked")
    func blocking() async throws {
        let pinned = try Pinned()
        var ends: [CInt] = [-1, -1]
        try checkedLibc("pipe") { pipe(&ends) }
        let reading = Descriptor(owning: ends[0])
        let writing = Descriptor(owning: ends[1])
        let number = reading.number
        // More blocked actors than the pool has threads could not all be waited for if they blocked its threads.
        async let blocked = pinned.read(number)
        let others = await withTaskGroup(of: Int.self) { group in
            for index in 0..<100 { group.addTask { index } }
            return await group.reduce(0, +)
        }
        #expect(others == 4950)
        try writing.write([7])
        #expect(try await blocked == [7])
    }

    @Test("goes, with its thread, when its actor does")
    func stop() async throws {
        weak var executor: ThreadExecutor?
        do {
            let pinned = try Pinned()
            executor = pinned.executor
            _ = await pinned.work()
        }
        let deadline = ContinuousClock.now + .seconds(10)
        // The thread keeps its executor until it has seen that it is to stop.
        while executor != nil, ContinuousClock.now < deadline { await Task.yield() }
        #expect(executor == nil)
    }
}

/// An actor on a thread of its own.
private actor Pinned {
    nonisolated let executor: ThreadExecutor
    private(set) var count = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init() throws {
        executor = try ThreadExecutor()
    }

    deinit { executor.stop() }

    /// The thread that this runs on.
    func work() -> UInt {
        count += 1
        return UInt(pthread_self())
    }

    func read(_ descriptor: CInt) throws -> [UInt8] {
        var byte: UInt8 = 0
        let count = try checkedLibc("read") { Glibc.read(descriptor, &byte, 1) }
        return count == 1 ? [byte] : []
    }
}

extension Sequence where Self: Sendable, Element: Sendable {
    fileprivate func asyncMap<Value: Sendable>(_ transform: @Sendable (Element) async -> Value) async -> [Value] {
        var values: [Value] = []
        for element in self { values.append(await transform(element)) }
        return values
    }
}
