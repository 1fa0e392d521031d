import Core
import Testing

@testable import Manager

@Suite("Run batch")
struct RunBatchTests {
    private static func batch(_ status: RunBatch.Status, _ console: [(stream: String, text: String)] = []) -> RunBatch {
        var batch = RunBatch()
        for (stream, text) in console { batch.append(text, to: stream) }
        batch.status = status
        return batch
    }

    @Test("merges neighbours of one stream and keeps the order between streams")
    func merging() {
        let batch = Self.batch(
            .continued, [("stdout", "a"), ("stdout", "b"), ("stderr", "c"), ("stderr", ""), ("stdout", "d")])

        #expect(
            batch.body(run: nil)["console"]?.encodedText == #"[["stdout","ab"],["stderr","c"],["stdout","d"]]"#)
    }

    @Test("has the original's members in the original's order, the run's id in the polling form alone")
    func shapes() {
        #expect(
            Self.batch(.continued, [("stdout", "x")]).body(run: "r").encodedText
                == #"{"status":"continued","runId":"r","exitCode":null,"options":null,"files":[],"console":[["stdout","x"]]}"#
        )
        #expect(
            Self.batch(.waitingInput(isPassword: true)).body(run: nil).encodedText
                == #"{"status":"waiting-input","exitCode":null,"options":{"is_password":true},"files":[],"console":[]}"#
        )
        #expect(
            Self.batch(.finished(RunResult(exitCode: 3, reason: .completed))).body(run: "r").encodedText
                == #"{"status":"finished","runId":"r","exitCode":3,"options":null,"files":[],"console":[]}"#
        )
    }
}

@Suite("Run collector")
struct RunCollectorTests {
    private static let done = RunOutput.finished(RunResult(exitCode: 0, reason: .completed))

    @Test("gives what has come, characters whole and invalid bytes replaced, and then starts anew")
    func taking() async throws {
        let collector = RunCollector()
        await collector.add(.standardOutput([0x61, 0xed]))
        await collector.add(.standardError([0xff]))
        let first = try await collector.take(flush: .zero, waitsForOutput: false)
        await collector.add(.standardOutput([0x95, 0x9c]))
        await collector.add(Self.done)
        let second = try await collector.take(flush: .seconds(60), waitsForOutput: false)

        #expect(first.console.map(\.text) == ["a", "\u{fffd}"])
        #expect(second.console.map(\.text) == ["한"])
        #expect(second.status == .finished(RunResult(exitCode: 0, reason: .completed)))
        #expect(try await collector.take(flush: .zero, waitsForOutput: false) == RunBatch())
    }

    @Test("answers at once when the run waits for input or has ended, whatever the flush interval is")
    func decisive() async throws {
        let collector = RunCollector()
        async let batch = collector.take(flush: .seconds(60), waitsForOutput: true)
        await collector.add(.standardOutput(ArraySlice("name: ".utf8)))
        await collector.add(.waitingInput(isPassword: false))

        #expect(try await batch.status == .waitingInput(isPassword: false))
    }

    @Test("says the notice of a run's end on standard error, after all that the program said")
    func notice() async throws {
        let collector = RunCollector()
        await collector.add(.standardOutput([0x61, 0xe2]))
        await collector.add(.finished(RunResult(exitCode: 137, reason: .outOfMemory, notice: "out of memory")))
        let batch = try await collector.take(flush: .zero, waitsForOutput: false)

        #expect(batch.console.map(\.text) == ["a\u{fffd}", "backend.ai: out of memory\n"])
        #expect(batch.console.map(\.stream) == ["stdout", "stderr"])
    }

    @Test("holds the run back while more than a mebibyte waits, until somebody takes it", .timeLimit(.minutes(1)))
    func backPressure() async throws {
        let collector = RunCollector()
        let piece = RunOutput.standardOutput(ArraySlice(repeating: 0x61, count: 64 << 10))
        let writer = Task {
            for _ in 0..<40 { await collector.add(piece) }
            await collector.add(Self.done)
        }
        var total = 0
        var largest = 0
        while true {
            let batch = try await collector.take(flush: .seconds(60), waitsForOutput: true)
            let size = batch.console.map(\.text.utf8.count).reduce(0, +)
            total += size
            largest = max(largest, size)
            if batch.status != .continued { break }
        }
        await writer.value

        #expect(total == 40 * 64 << 10)
        #expect(largest <= (1 << 20) + (64 << 10))
    }

    @Test("a failure comes after the output that came before it", .timeLimit(.minutes(1)))
    func failure() async throws {
        let collector = RunCollector()
        await collector.add(.standardOutput([0x61]))
        await collector.fail(BackendError(.kernelExecutionFailed, "gone"))

        #expect(try await collector.take(flush: .seconds(60), waitsForOutput: true).console.map(\.text) == ["a"])
        await #expect(throws: BackendError(.kernelExecutionFailed, "gone")) {
            try await collector.take(flush: .seconds(60), waitsForOutput: true)
        }
    }

    @Test("answers when the flush interval is over, however short, though nothing comes", .timeLimit(.minutes(1)))
    func flush() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            // Several at once, so that timers and waits overtake each other in every way.
            for _ in 0..<8 {
                group.addTask {
                    let collector = RunCollector()
                    for microseconds in 1...200 {
                        let batch = try await collector.take(flush: .microseconds(microseconds), waitsForOutput: false)
                        #expect(batch == RunBatch())
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("lets a reader go whose task is cancelled, at whatever moment", .timeLimit(.minutes(1)))
    func cancellation() async throws {
        let collector = RunCollector()
        for attempt in 0..<2000 {
            let reader = Task { try await collector.take(flush: .seconds(3600), waitsForOutput: false) }
            for _ in 0..<attempt % 16 { await Task.yield() }
            reader.cancel()
            await #expect(throws: CancellationError.self) { try await reader.value }
        }
    }

    @Test("abandoning lets a waiting writer and a waiting reader go", .timeLimit(.minutes(1)))
    func abandon() async throws {
        let collector = RunCollector()
        let reader = Task { try await collector.take(flush: .milliseconds(1), waitsForOutput: true) }
        await Task.yield()
        await collector.abandon()
        reader.cancel()
        _ = try? await reader.value
        await collector.add(.standardOutput(ArraySlice(repeating: 0x61, count: 2 << 20)))
        let writer = Task { await collector.add(.standardOutput([0x62])) }
        await Task.yield()
        await collector.abandon()
        await writer.value
    }
}

extension RunBatch.Item {
    fileprivate var text: String {
        guard case .text(_, let text) = self else { return "" }
        return text
    }

    fileprivate var stream: String {
        guard case .text(let stream, _) = self else { return "" }
        return stream
    }
}
