import Core

/// Collects a run's output as text, for readers that come now and then.
actor RunCollector {
    /// Bytes that may wait for a reader before the run is held back.
    private static let limit = 1 << 20
    /// Longer than any run.
    private static let longTime = Duration.seconds(1 << 30)

    // Those that a status has ended, in order, and the one that output is added to.
    private var ended: [RunBatch] = []
    private var batch = RunBatch()
    private var size = 0
    private var standardOutput = UTF8Stream()
    private var standardError = UTF8Stream()
    // What is being shown, until all of it has come.
    private var shown: (type: String, length: Int, bytes: [UInt8])?
    private var failure: (any Error)?
    /// How often readers have been woken.
    private var changes = 0
    private var readers: [CheckedContinuation<Void, Never>] = []
    private var writers: [CheckedContinuation<Void, Never>] = []

    /// Adds one piece of output; suspends while too much is waiting.
    ///
    /// - Parameters:
    ///   - output: What came.
    ///   - files: What the run has written for the user, with its end.
    func add(_ output: RunOutput, files: [OutputFile] = []) async {
        while size > RunCollector.limit, !Task.isCancelled {
            await withCheckedContinuation { writers.append($0) }
        }
        switch output {
        case .standardOutput(let bytes):
            size += bytes.count
            batch.append(standardOutput.decode(bytes), to: "stdout")
        case .standardError(let bytes):
            size += bytes.count
            batch.append(standardError.decode(bytes), to: "stderr")
        case .display(let type, let length):
            shown = (type, length, [])
            takeShown()
        case .displayPart(let bytes):
            shown?.bytes += bytes
            takeShown()
        case .waitingInput(let isPassword): end(.waitingInput(isPassword: isPassword))
        case .stepFinished(let step, let exitCode): end(.stepFinished(step, exitCode: exitCode))
        case .finished(let result):
            batch.append(standardOutput.finish(), to: "stdout")
            batch.append(standardError.finish(), to: "stderr")
            if let notice = result.notice { batch.append("backend.ai: \(notice)\n", to: "stderr") }
            batch.files = files
            end(.finished(result))
        }
        wakeReaders()
    }

    private func takeShown() {
        guard let shown, shown.bytes.count >= shown.length else { return }
        size += shown.length
        batch.console.append(.media(type: shown.type, shown.bytes))
        self.shown = nil
    }

    /// Ends the batch with `status`; what comes after it belongs to the next one.
    private func end(_ status: RunBatch.Status) {
        batch.status = status
        ended.append(batch)
        batch = RunBatch()
    }

    /// The run cannot be followed any further.
    func fail(_ error: any Error) {
        failure = error
        wakeReaders()
    }

    /// Takes what has come, waiting for a decisive status at most `flush`.
    ///
    /// - Parameters:
    ///   - flush: How long output may be held to be answered together.
    ///   - waitsForOutput: Whether to wait, beyond `flush`, until there is anything at all.
    /// - Returns: What has come, perhaps nothing.
    /// - Throws: What the run failed with, once its output has been taken.
    func take(flush: Duration, waitsForOutput: Bool) async throws -> RunBatch {
        if waitsForOutput, !hasAnything { await waitForChange(until: .now + RunCollector.longTime) }
        let timer = ContinuousClock.now + flush
        while ended.isEmpty, failure == nil, size < 64 << 10, ContinuousClock.now < timer,
            !Task.isCancelled
        {
            await waitForChange(until: timer)
        }
        try Task.checkCancellation()
        if !hasOutput, let failure { throw failure }
        defer {
            size = ended.isEmpty ? 0 : size
            wakeWriters()
        }
        guard ended.isEmpty else { return ended.removeFirst() }
        defer { batch = RunBatch() }
        return batch
    }

    /// Lets everyone go who waits here.
    func abandon() {
        size = 0
        wakeWriters()
        wakeReaders()
    }

    private var hasOutput: Bool { !batch.console.isEmpty || !ended.isEmpty }
    private var hasAnything: Bool { hasOutput || failure != nil }

    /// Waits until something comes or somebody wakes the readers; at most until `deadline` or cancellation.
    private func waitForChange(until deadline: ContinuousClock.Instant) async {
        let seen = changes
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.becomeReader(since: seen, until: deadline) }
            group.addTask { try? await Task.sleep(until: deadline) }
            await group.next()
            wakeReaders()
            group.cancelAll()
        }
    }

    /// Joins the readers, unless what would wake it has been already: whatever comes later finds it among them.
    private func becomeReader(since seen: Int, until deadline: ContinuousClock.Instant) async {
        guard changes == seen, !Task.isCancelled, .now < deadline else { return }
        await withCheckedContinuation { readers.append($0) }
    }

    private func wakeReaders() {
        changes += 1
        let waiting = readers
        readers = []
        for reader in waiting { reader.resume() }
    }

    private func wakeWriters() {
        let waiting = writers
        writers = []
        for writer in waiting { writer.resume() }
    }
}
