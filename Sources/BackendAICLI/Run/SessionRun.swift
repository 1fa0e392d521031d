import BackendAIKit
import Core
import Glibc

/// One `run`, from the request for a session to the end of the program.
struct SessionRun: Sendable {
    /// How long a manager that is gone may take to come back.
    private static let patience = Duration.seconds(30)

    let client: BackendAIClient
    let console: Console
    let request: SessionRequest
    let command: ExecuteCommand
    /// What is put into the session first.
    let uploads: [LocalFile]
    /// What runs in our terminal instead of the command.
    let terminal: TerminalRun?
    /// Takes what the program shows.
    let saver: DisplaySaver
    /// Whether the session ends with the run.
    let endsSession: Bool
    /// Whether it is told at its end what the session has used.
    let showsUse: Bool
    let readsInput: Bool
    let isQuiet: Bool
    let capture: OutputCapture?

    /// Does it all.
    ///
    /// Signals are taken from `signals` meanwhile; without, whoever has several runs at once takes them.
    func perform(signals: SignalReader?) async -> RunOutcome {
        switch await start(signals) {
        case .success(let session):
            let (outcome, isEnded) = await work(in: session, signals)
            if endsSession, !isEnded { await end(session.id.rawValue) }
            return outcome
        case .failure(let end): return end.outcome
        }
    }

    private struct EarlyEnd: Error {
        let outcome: RunOutcome
    }

    // MARK: Start

    private func start(_ signals: SignalReader?) async -> Result<CreatedSession, EarlyEnd> {
        let started = await withTaskGroup(of: Result<CreatedSession, EarlyEnd>?.self) { group in
            group.addTask { await create() }
            if let signals {
                group.addTask { await signals.next() == nil ? nil : .failure(EarlyEnd(outcome: .interrupted)) }
            }
            var first: Result<CreatedSession, EarlyEnd>?
            while first == nil, let next = await group.next() { first = next }
            group.cancelAll()
            if case .failure(let end) = first, case .interrupted = end.outcome { await cancelStart() }
            return first
        }
        return started ?? .failure(EarlyEnd(outcome: .interrupted))
    }

    private func create() async -> Result<CreatedSession, EarlyEnd> {
        do throws(ClientError) {
            let session = try await SessionStart(client: client, console: console).create(request)
            if let failure = failure(of: session) {
                if endsSession, session.status == "TIMEOUT" { await cancelStart() }
                return .failure(EarlyEnd(outcome: .failed(failure)))
            }
            if !isQuiet, !endsSession { console.note("backend.ai: \(SessionStart.sentence(session))") }
            return .success(session)
        } catch {
            var failure = CommandFailure(error, status: .platformFailure)
            if case .problem(let report) = error, [400, 404, 413].contains(report.status) {
                failure.status = .invalidArgument
            }
            return .failure(EarlyEnd(outcome: .failed(failure)))
        }
    }

    private func failure(of session: CreatedSession) -> CommandFailure? {
        switch session.status {
        case "RUNNING", "RUNNING_DEGRADED": nil
        case "TIMEOUT":
            CommandFailure(
                status: .runTimeout,
                what: "session `\(session.name)` did not start within \(request.maximumWait) seconds",
                hint: "backend.ai ps shows who uses the resources"
            )
        default:
            CommandFailure(
                status: .platformFailure,
                what: "session `\(session.name)` did not start: it is \(session.status)",
                hint: "backend.ai info \(session.name)"
            )
        }
    }

    /// Ends the session that is being waited for, whether the manager has it already or not.
    private func cancelStart() async {
        _ = try? await client.sessions.destroy(request.name)
    }

    private func end(_ session: String) async {
        do throws(ClientError) {
            let used = try await client.sessions.destroy(session)
            if showsUse { tell(used) }
        } catch {
            if case .problem(let report) = error, report.status == 404 || report.code == .forbidden { return }
            console.note("backend.ai: session `\(request.name)` could not be ended: \(error)")
        }
    }

    private func tell(_ used: [JSONValue]) {
        if let capture { return capture.note(used: used.first ?? .null) }
        for table in used.compactMap(UseTable.text) { console.note(table) }
    }

    // MARK: Execution

    private func work(in session: CreatedSession, _ signals: SignalReader?) async -> (RunOutcome, isEnded: Bool) {
        do {
            if !uploads.isEmpty { try await client.sessions.uploading(uploads, to: session.id.rawValue) }
            guard let terminal, let signals else { return await execute(in: session, signals) }
            let code = try await terminal.perform(in: session.id.rawValue, signals: signals)
            return (.program(ExecutionResult(exitCode: Int(code))), false)
        } catch let failure as CommandFailure {
            return (.failed(failure), false)
        } catch let error as ClientError {
            return (.failed(CommandFailure(error, status: .platformFailure)), false)
        } catch {
            return (.failed(CommandFailure(status: .platformFailure, what: "\(error)")), false)
        }
    }

    /// - Returns: What the run came to, and whether the manager ends the session by itself.
    private func execute(in session: CreatedSession, _ signals: SignalReader?) async -> (RunOutcome, isEnded: Bool) {
        var command = command
        command.streamsInput = readsInput
        // What it has used is told to whoever ends it.
        command.endsSession = endsSession && !showsUse
        // Named here, so that it can be asked for again.
        let run = RandomName.session("run")
        command.runId = run
        let execution: Execution
        do throws(ClientError) {
            execution = try await client.sessions.execute(command, in: session.id.rawValue)
        } catch {
            return (.failed(CommandFailure(error, status: .platformFailure)), false)
        }
        let outcome = await withTaskGroup(of: RunOutcome?.self) { group in
            group.addTask { await follow(execution, session, run) }
            if let signals { group.addTask { await watch(signals, execution, session) } }
            if readsInput, execution.streamsInput {
                group.addTask {
                    await InputForwarder.forward(STDIN_FILENO, to: execution)
                    return nil
                }
            } else if execution.streamsInput {
                try? await execution.endInput()
            }
            var outcome: RunOutcome?
            while outcome == nil, let next = await group.next() { outcome = next }
            group.cancelAll()
            return outcome
        }
        return (outcome ?? .interrupted, execution.endsSession && !showsUse)
    }

    /// Prints what the program prints, until its end.
    ///
    /// A session that does not end with the run outlives its manager: there the run is taken up where the stream broke.
    private func follow(_ execution: Execution, _ session: CreatedSession, _ run: String) async -> RunOutcome? {
        var execution = execution
        while true {
            let outcome = await followOnce(execution, session)
            guard case .broken(let error) = outcome else { return outcome.run }
            guard !endsSession, execution.endsSession,
                let next = await resume(run, after: execution.received, session)
            else { return .failed(CommandFailure(error, status: .platformFailure)) }
            execution = next
        }
    }

    private enum Following {
        case over(RunOutcome?)
        case broken(ClientError)

        var run: RunOutcome? {
            if case .over(let outcome) = self { outcome } else { nil }
        }
    }

    /// The rest of a run; nil when the manager does not come back.
    private func resume(_ run: String, after received: Int, _ session: CreatedSession) async -> Execution? {
        let deadline = ContinuousClock.now + SessionRun.patience
        while ContinuousClock.now < deadline, !Task.isCancelled {
            do throws(ClientError) {
                return try await client.sessions.resume(run, after: received, in: session.id.rawValue)
            } catch {
                if case .problem(let report) = error, report.status < 500 { return nil }
            }
            try? await Task.sleep(for: .milliseconds(200))
        }
        return nil
    }

    private func followOnce(_ execution: Execution, _ session: CreatedSession) async -> Following {
        do {
            while let event = try await execution.next() {
                switch event {
                case .standardOutput(let bytes): try write(bytes)
                case .standardError(let bytes):
                    if let capture { capture.appendError(bytes) } else { console.writeMessage(bytes) }
                case .display(let type, let bytes):
                    if let capture { capture.append(shown: type, bytes) } else { try saver.save(type, bytes) }
                case .item(let type, let data): try write(Array("[\(type)] \(data.text ?? data.encodedText)\n".utf8))
                case .waitingInput(let isPassword): try await answer(execution, isPassword: isPassword)
                case .stepFinished(let step, let exitCode):
                    if exitCode != 0, !isQuiet {
                        console.note("backend.ai: \(step.rawValue) ended with exit code \(exitCode)")
                    }
                case .finished(let result):
                    if !result.files.isEmpty, !execution.endsSession {
                        // An original manager keeps them where only their addresses lead.
                        for file in result.files where !isQuiet {
                            console.note("backend.ai: \(ArchivePath(file.name)): \(ArchivePath(file.url))")
                        }
                        capture?.noteFiles(result.files, savedIn: nil)
                    } else if !result.files.isEmpty {
                        let place = await saver.save(
                            result.files, of: session.id.rawValue, client, isQuiet: isQuiet)
                        capture?.noteFiles(result.files, savedIn: place)
                        await execution.confirm()
                    }
                    return .over(.program(result))
                }
            }
        } catch is Console.ReaderGone {
            _ = try? await execution.interrupt()
            return .over(.readerGone)
        } catch let error as ClientError {
            if Task.isCancelled { return .over(nil) }
            if case .interrupted = error { return .broken(error) }
            return .over(.failed(CommandFailure(error, status: .platformFailure)))
        } catch {
            let failure = (error as? CommandFailure) ?? CommandFailure(status: .platformFailure, what: "\(error)")
            return .over(.failed(failure))
        }
        return .over(Task.isCancelled ? nil : .failed(await unknownEnd(session)))
    }

    private func write(_ bytes: [UInt8]) throws {
        if let capture { capture.appendOutput(bytes) } else { try console.write(bytes) }
    }

    /// Where input cannot be streamed, a line is read when the program asks for one.
    private func answer(_ execution: Execution, isPassword: Bool) async throws {
        guard !execution.streamsInput, readsInput else { return }
        try await execution.send(line: readLine() ?? "")
    }

    /// The first signal interrupts the program, the second ends the session.
    private func watch(_ signals: SignalReader, _ execution: Execution, _ session: CreatedSession) async -> RunOutcome?
    {
        guard let first = await signals.next() else { return nil }
        if first == SIGINT {
            if (try? await execution.interrupt()) != true { try? await client.sessions.interrupt(session.id.rawValue) }
            if !isQuiet, console.isInteractive { console.note("backend.ai: interrupted; once more ends the session") }
            guard await signals.next() != nil else { return nil }
        }
        await end(session.id.rawValue)
        return .interrupted
    }

    private func unknownEnd(_ session: CreatedSession) async -> CommandFailure {
        let info = try? await client.sessions.info(session.id.rawValue, fields: ["status", "status_info"])
        let status = info?["status"]?.text ?? "gone"
        let reason = info?["status_info"]?.text.map { $0.isEmpty ? "" : " (\($0))" } ?? ""
        return CommandFailure(
            status: .platformFailure,
            what: "the stream ended before the program did; the session is \(status)\(reason)"
        )
    }
}
