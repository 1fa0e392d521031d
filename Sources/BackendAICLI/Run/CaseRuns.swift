import BackendAIKit
import Core
import Glibc
import Synchronization

/// The cases of a `run`, each in a session of its own, some at once.
struct CaseRuns: Sendable {
    /// One case with all that runs it.
    struct Item: Sendable {
        let number: Int
        let variant: RunCase
        let run: SessionRun
        let capture: OutputCapture
    }

    let items: [Item]
    /// How many run at once.
    let atOnce: Int
    let client: BackendAIClient
    let console: Console
    let isQuiet: Bool
    /// Whether the results are printed together at the end, for programs.
    let isForPrograms: Bool

    /// Which sessions there are, and whether the user wants no more.
    private final class Progress: Sendable {
        private let state = Mutex<(running: Set<String>, isInterrupted: Bool)>(([], false))

        /// Whether a case may begin.
        func begin(_ session: String) -> Bool {
            state.withLock { state in
                guard !state.isInterrupted else { return false }
                state.running.insert(session)
                return true
            }
        }

        /// A case has come to its end.
        ///
        /// - Returns: What it came to: what fails since the user wants no more is no failure.
        func end(_ session: String, _ outcome: RunOutcome) -> RunOutcome {
            let isInterrupted = state.withLock { state in
                state.running.remove(session)
                return state.isInterrupted
            }
            if isInterrupted, case .failed = outcome { return .interrupted }
            return outcome
        }

        /// Begins nothing more.
        ///
        /// - Returns: The sessions that are still there.
        func interrupt() -> Set<String> {
            state.withLock { state in
                state.isInterrupted = true
                return state.running
            }
        }
    }

    /// Runs them all.
    ///
    /// - Returns: The outcome of each, in order.
    func perform(signals: SignalReader) async -> [RunOutcome] {
        let progress = Progress()
        return await withTaskGroup(of: [RunOutcome]?.self) { group in
            group.addTask { await runAll(progress) }
            group.addTask {
                guard await signals.next() != nil else { return nil }
                await endAll(progress)
                return nil
            }
            var outcomes: [RunOutcome]?
            while outcomes == nil, let next = await group.next() { outcomes = next }
            group.cancelAll()
            return outcomes ?? []
        }
    }

    private func runAll(_ progress: Progress) async -> [RunOutcome] {
        await withTaskGroup(of: (Int, RunOutcome).self) { group in
            var outcomes: [RunOutcome] = items.map { _ in .interrupted }
            var waiting = items.enumerated().makeIterator()
            func begin() {
                guard let (index, item) = waiting.next(), progress.begin(item.run.request.name) else { return }
                group.addTask {
                    let outcome = await item.run.perform(signals: nil)
                    return (index, progress.end(item.run.request.name, outcome))
                }
            }
            for _ in 0..<atOnce { begin() }
            while let (index, outcome) = await group.next() {
                outcomes[index] = outcome
                if !isForPrograms { tell(items[index], outcome) }
                begin()
            }
            return outcomes
        }
    }

    /// Ends every session, also those that are only on their way to be made, until none is left.
    private func endAll(_ progress: Progress) async {
        while !Task.isCancelled {
            for session in progress.interrupt() { _ = try? await client.sessions.destroy(session) }
            try? await Task.sleep(for: .milliseconds(200))
        }
    }

    /// What a case has printed, in one piece.
    private func tell(_ item: Item, _ outcome: RunOutcome) {
        if !isQuiet { console.note("backend.ai: [\(item.number)/\(items.count)] \(item.variant.sentence)") }
        let (output, error) = item.capture.bytes
        try? console.write(output)
        console.writeMessage(error)
        if let table = item.capture.use.flatMap(UseTable.text) { console.note(table) }
        if case .failed(let failure) = outcome {
            console.writeMessage(Array(failure.text.utf8))
        } else if let notice = outcome.notice ?? exitNotice(outcome) {
            console.note("backend.ai: [\(item.number)/\(items.count)] \(notice)")
        }
    }

    private func exitNotice(_ outcome: RunOutcome) -> String? {
        outcome.exitCode == 0 || isQuiet ? nil : "exit code \(outcome.exitCode)"
    }
}
