import Core
import NIOCore
import Synchronization

/// Runs code in sessions.
final class ExecutionService: Sendable {
    /// How long the polling form holds output to answer it together.
    private static let pollFlush = Duration.seconds(2)

    /// How long runs may be counted before they are written: what a manager that is killed loses of the number.
    private static let countDelay = Duration.milliseconds(500)

    /// Source text of at most so many bytes goes with the order to run it: one message less for everyone on the way.
    private static let shortCode = 8 << 10

    /// How long the end of a run that nobody asks for any more is remembered.
    private static let keptResult = Duration.seconds(300)

    private struct RunKey: Hashable {
        let session: SessionID
        let run: String
    }

    /// A run that is followed by polling.
    private struct PolledRun {
        let stream: RunStream
        let collector: RunCollector
    }

    private let sessions: SessionService
    private let store: Store
    private let tasks: BackgroundTasks
    private let activity: SessionActivity
    private let spares: SpareStreams
    /// What runs have written for their users.
    let outputs: OutputFiles
    private let polled = Mutex<[RunKey: PolledRun]>([:])

    init(sessions: SessionService, store: Store, tasks: BackgroundTasks, activity: SessionActivity) {
        self.sessions = sessions
        self.store = store
        self.tasks = tasks
        self.activity = activity
        spares = SpareStreams(tasks: tasks)
        outputs = OutputFiles(sessions: sessions, activity: activity, authentication: sessions.authentication)
    }

    /// Opens the stream of a new run, or of the run of that name.
    ///
    /// - Parameters:
    ///   - command: What is to be run, or taken up again.
    ///   - session: Where.
    ///   - confirmsAlone: Whether output is forgotten when it is here, or when the client has confirmed it.
    ///   - prepared: A connection to the session's runner, if one is under way already.
    /// - Returns: The stream, and the run's name.
    /// - Throws: ``BackendError``.
    func open(
        _ command: ExecuteCommand, in session: SessionRecord, confirmsAlone: Bool = true,
        prepared: PreparedStream? = nil
    ) async throws -> (stream: RunStream, run: String) {
        let run = command.runId ?? KernelID.random().rawValue.filter { $0 != "-" }
        guard (1...64).contains(run.utf8.count) else {
            throw BackendError(.invalidParameters, "a run id has 1 to 64 characters")
        }
        let code = command.mode == .batch ? "" : command.code
        let isShort = code.utf8.count <= ExecutionService.shortCode
        let start = RunStart(
            run: run,
            mode: command.mode,
            codeLength: isShort ? 0 : code.utf8.count,
            code: isShort ? code : nil,
            streamsInput: command.streamsInput ?? false,
            isInteractive: command.isInteractive ?? true,
            isLast: command.endsSession,
            batch: command.batch,
            limit: command.limit
        )
        let ready = await prepared?.take()
        let (client, kernel) =
            if let ready { (ready.client, ready.kernel) } else { try await sessions.reach(session) }
        let stream = RunStream(
            start: start, code: isShort ? [] : Array(code.utf8), received: command.received,
            confirmsAlone: confirmsAlone, socket: ready?.socket,
            connect: { try await client.stream(to: kernel) },
            leave: { [spares] socket in
                spares.keep(ReachedRunner(client: client, kernel: kernel, socket: socket), for: session.id)
            }
        )
        do {
            if command.received == nil { try await count(session.id, isLast: command.endsSession ?? false) }
        } catch {
            await stream.close()
            throw error
        }
        return (stream, run)
    }

    /// Begins to connect to a session's runner, for a run that is about to be asked for.
    ///
    /// - Parameters:
    ///   - session: Which one.
    ///   - eventLoop: The one whose thread serves the client.
    /// - Returns: The connection, which may still be under way.
    func prepare(_ session: SessionRecord, on eventLoop: any EventLoop) -> PreparedStream {
        if let spare = spares.take(session.id, on: eventLoop) { return PreparedStream(spare) }
        return PreparedStream { [sessions] in
            let (client, kernel) = try await sessions.reach(session)
            return ReachedRunner(
                client: client, kernel: kernel, socket: try await client.stream(to: kernel, on: eventLoop))
        }
    }

    /// Counts a run, in the database at once if the session ends with it: that must not be forgotten.
    ///
    /// Others are written after the run and together, since a disk takes longer for it than a query may take.
    private func count(_ session: SessionID, isLast: Bool) async throws {
        if isLast { try await store.countLastRun(of: session) } else { activity.countRun(of: session) }
    }

    /// Counts the session as used until ``endUse(of:)``.
    func beginUse(of session: SessionID) { activity.begin(session) }

    /// One use of the session is over.
    func endUse(of session: SessionID) {
        activity.end(session)
        guard activity.beginTakingRuns() else { return }
        tasks.start { [self] in
            try? await Task.sleep(for: ExecutionService.countDelay)
            for (session, count) in activity.takeRuns() {
                try? await store.countRuns(count, of: session)
                activity.forgetTakenRuns(count, of: session)
            }
        }
    }

    /// Ends a session whose user wanted it for one run.
    func end(_ session: SessionRecord) async throws {
        _ = try await sessions.engine.terminate(session.id, reason: .userRequested)
    }

    /// Candidates for the word at the end of `text`, as the session's own language knows them.
    func complete(_ text: String, in session: SessionRecord) async throws -> [String] {
        let (stream, _) = try await open(ExecuteCommand(mode: .complete, code: text), in: session)
        beginUse(of: session.id)
        defer { endUse(of: session.id) }
        var output: [UInt8] = []
        do {
            while true {
                switch try await stream.next() {
                case .standardOutput(let bytes): output += bytes.prefix(max(0, (1 << 20) - output.count))
                case .finished:
                    await stream.close()
                    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
                default: continue
                }
            }
        } catch {
            await stream.close()
            throw error
        }
    }

    // MARK: Polling

    /// Starts a run and answers its first batch.
    ///
    /// - Parameters:
    ///   - command: What is to be run.
    ///   - session: Where.
    ///   - base: What the manager is called by the client, for the addresses of files.
    /// - Returns: The batch.
    /// - Throws: ``BackendError``.
    func start(_ command: ExecuteCommand, in session: SessionRecord, base: String) async throws -> JSONValue {
        let (stream, run) = try await open(command, in: session)
        let collector = RunCollector()
        let polled = PolledRun(stream: stream, collector: collector)
        let key = RunKey(session: session.id, run: run)
        self.polled.withLock { $0[key] = polled }
        beginUse(of: session.id)
        tasks.start { [self] in
            await follow(stream, of: session, base: base, into: collector)
            endUse(of: session.id)
            try? await Task.sleep(for: ExecutionService.keptResult)
            forget(key)
        }
        return try await answer(polled, key)
    }

    /// Answers the next batch of a run.
    func proceed(with run: String, in session: SessionRecord) async throws -> JSONValue {
        let key = RunKey(session: session.id, run: run)
        guard let polled = polled.withLock({ $0[key] }) else {
            // As the original: a run it does not know may yet come.
            try await Task.sleep(for: ExecutionService.pollFlush)
            return RunBatch().body(run: run)
        }
        return try await answer(polled, key)
    }

    /// Gives a waiting run its line and answers the next batch.
    func input(_ text: String, to run: String, in session: SessionRecord) async throws -> JSONValue {
        let key = RunKey(session: session.id, run: run)
        guard let polled = polled.withLock({ $0[key] }) else {
            throw BackendError(.badRequest, "the run `\(run)` is not waiting for input")
        }
        await polled.stream.send(Array((text + "\n").utf8))
        return try await answer(polled, key)
    }

    private func answer(_ run: PolledRun, _ key: RunKey) async throws -> JSONValue {
        do {
            let batch = try await run.collector.take(flush: ExecutionService.pollFlush, waitsForOutput: false)
            if case .finished = batch.status { forget(key) }
            return batch.body(run: key.run)
        } catch let error as BackendError {
            forget(key)
            throw error
        }
    }

    private func forget(_ key: RunKey) {
        polled.withLock { $0[key] = nil }
    }

    /// Passes a run's output on until it ends.
    func follow(_ stream: RunStream, of session: SessionRecord, base: String, into collector: RunCollector) async {
        do {
            while true {
                let output = try await stream.next()
                guard case .finished(let result) = output else {
                    await collector.add(output)
                    continue
                }
                await collector.add(output, files: await outputs.files(of: result, in: session, base: base))
                break
            }
        } catch {
            await collector.fail(error)
        }
        await stream.close()
    }
}
