import Core
import Logging
import NIOCore
import Synchronization
import WebServer

/// The execute WebSocket: one run, in the original's JSON or in the byte-exact form.
struct ExecuteSocket: Sendable {
    /// How long the JSON form holds output to send it together.
    private static let flush = Duration.milliseconds(200)
    /// How long a client may take to confirm the end of a run.
    private static let parting = Duration.seconds(2)
    /// How long it may take when there are files to be fetched, for which the session is needed.
    private static let fetching = Duration.seconds(600)

    let execution: ExecutionService
    let session: SessionRecord
    let usesFrames: Bool
    let logger: Logger

    func run(_ connection: WebSocketConnection) async throws {
        let prepared = execution.prepare(session, on: connection.eventLoop)
        do {
            try await run(connection, prepared)
        } catch {
            await prepared.discard()
            throw error
        }
        await prepared.discard()
    }

    private func run(_ connection: WebSocketConnection, _ prepared: PreparedStream) async throws {
        let inbound = connection.inbound.makeAsyncIterator()
        guard let first = try await inbound.next() else { return }
        execution.beginUse(of: session.id)
        defer { execution.endUse(of: session.id) }
        var endsSession = false
        do {
            let command = try ExecuteSocket.command(in: first)
            if command.endsSession == true { endsSession = true }
            let (stream, run) = try await execution.open(
                command, in: session, confirmsAlone: !usesFrames, prepared: prepared)
            if usesFrames {
                try await relayFrames(connection, stream, run)
            } else {
                try await relayJSON(connection, stream)
            }
        } catch let error as BackendError {
            try? await report(error, on: connection)
        } catch {
            logger.debug("execute stream broke", metadata: ["session.id": "\(session.id)", "error": "\(error)"])
        }
        if endsSession { try await execution.end(session) }
        await connection.close()
    }

    // MARK: Byte-exact form

    private func relayFrames(
        _ connection: WebSocketConnection,
        _ stream: RunStream,
        _ run: String
    ) async throws {
        // First things first: the program does not wait for the client to be told.
        try await stream.begin()
        try await connection.send(text: JSONText.encode(ExecuteStatus(status: "started", runId: run)))
        try await withThrowingTaskGroup(of: Void.self) { group in
            let receipts = AsyncStream<Int>.makeStream()
            let isTold = Flag()
            group.addTask {
                let (last, patience) = try await sendFrames(connection, stream)
                isTold.set()
                await Self.wait(for: last, in: receipts.stream, within: patience)
            }
            group.addTask {
                await receiveFrames(connection.inbound, stream, receipts.continuation)
                receipts.continuation.finish()
                if !isTold.isSet { throw CancellationError() }
            }
            defer { group.cancelAll() }
            do {
                try await group.next()
            } catch let error as BackendError {
                throw error
            } catch {
                // The client is gone before the end: its program is interrupted.
                await stream.interrupt()
            }
        }
        await stream.close()
    }

    /// Whether the run's end has been told.
    private final class Flag: Sendable {
        private let state = Mutex(false)

        var isSet: Bool { state.withLock { $0 } }

        func set() { state.withLock { $0 = true } }
    }

    /// Waits for the client's word that it has got everything, or for its going.
    private static func wait(for last: Int, in receipts: AsyncStream<Int>, within patience: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await number in receipts where number >= last { return } }
            group.addTask { try? await Task.sleep(for: patience) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Sends what the run gives, to its end.
    ///
    /// - Returns: How many pieces that were, from the run's beginning, and how long the client may take to confirm them.
    private func sendFrames(
        _ connection: WebSocketConnection, _ stream: RunStream
    ) async throws -> (pieces: Int, patience: Duration) {
        while true {
            switch try await stream.next() {
            case .standardOutput(let bytes):
                try await connection.send(binary: Self.message(.standardOutput, bytes))
            case .standardError(let bytes):
                try await connection.send(binary: Self.message(.standardError, bytes))
            case .waitingInput(let isPassword):
                let status = ExecuteStatus(status: "waiting-input", isPassword: isPassword)
                try await connection.send(text: JSONText.encode(status))
            case .display(let type, let length):
                let status = ExecuteStatus(status: "display", mediaType: type, length: length)
                try await connection.send(text: JSONText.encode(status))
            case .displayPart(let bytes):
                try await connection.send(binary: Self.message(.display, bytes))
            case .stepFinished(let step, let exitCode):
                let status = ExecuteStatus(status: "\(step.rawValue)-finished", exitCode: exitCode)
                try await connection.send(text: JSONText.encode(status))
            case .finished(let result):
                let files = await execution.outputs.files(of: result, in: session, base: connection.upgrade.base)
                let status = ExecuteStatus(
                    status: "finished",
                    exitCode: result.exitCode,
                    reason: result.reason,
                    stateLost: result.stateLost ? true : nil,
                    notice: result.notice,
                    files: files.isEmpty ? nil : files
                )
                try await connection.send(text: JSONText.encode(status))
                return (await stream.received, files.isEmpty ? Self.parting : Self.fetching)
            }
        }
    }

    private static func message(_ kind: Frame.Kind, _ payload: ArraySlice<UInt8>) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: payload.count + 1)
        buffer.writeInteger(kind.rawValue)
        buffer.writeBytes(payload)
        return buffer
    }

    private func receiveFrames(
        _ messages: WebSocketInbound, _ stream: RunStream, _ receipts: AsyncStream<Int>.Continuation
    ) async {
        let inbound = messages.makeAsyncIterator()
        while let message = try? await inbound.next() {
            switch message {
            case .binary(let buffer):
                guard let frame = try? Frame(message: buffer.readableBytesView), frame.kind == .standardInput else {
                    return
                }
                await stream.send(frame.payload)
            case .text(let text):
                switch JSONText.decode("\(text)") as ExecuteSignal? {
                case .endInput: await stream.endInput()
                case .interrupt: await stream.interrupt()
                case nil:
                    guard let receipt = JSONText.decode("\(text)") as ExecuteReceipt? else { return }
                    await stream.confirm(through: receipt.received)
                    receipts.yield(receipt.received)
                }
            }
        }
    }

    // MARK: The original's JSON

    private func relayJSON(
        _ connection: WebSocketConnection,
        _ stream: RunStream
    ) async throws {
        let collector = RunCollector()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await execution.follow(stream, of: session, base: connection.upgrade.base, into: collector)
            }
            group.addTask {
                await receiveLines(connection.inbound, stream)
                await stream.interrupt()
                await collector.abandon()
                throw CancellationError()
            }
            defer { group.cancelAll() }
            group.addTask {
                while true {
                    let batch = try await collector.take(flush: ExecuteSocket.flush, waitsForOutput: true)
                    try await connection.send(text: batch.body(run: nil).encodedText)
                    if case .finished = batch.status { throw Finished() }
                }
            }
            do {
                while try await group.next() != nil {}
            } catch is Finished {
            } catch is CancellationError {}
        }
        await collector.abandon()
        await stream.close()
    }

    private struct Finished: Error {}

    /// Each text is a line that the program waits for.
    private func receiveLines(_ messages: WebSocketInbound, _ stream: RunStream) async {
        let inbound = messages.makeAsyncIterator()
        while let message = try? await inbound.next() {
            if case .text(let text) = message { await stream.send(Array((text + "\n").utf8)) }
        }
    }

    private func report(_ error: BackendError, on connection: WebSocketConnection) async throws {
        let message = error.message ?? error.title
        if usesFrames {
            let status = ExecuteStatus(status: "error", notice: message, code: error.code.rawValue)
            try await connection.send(text: JSONText.encode(status))
        } else {
            let body: JSONValue = ["status": "error", "msg": .string(message)]
            try await connection.send(text: body.encodedText)
        }
    }

    /// The seconds that a run may take; nil for no limit.
    static func limit(_ value: JSONValue?) throws(BackendError) -> Double? {
        switch value {
        case nil, .null: return nil
        case .integer(let seconds) where seconds > 0: return Double(seconds)
        case .number(let seconds) where seconds > 0: return seconds
        default: throw BackendError(.invalidParameters, "`limit` is a number of seconds above zero")
        }
    }

    private static func command(in message: WebSocketMessage) throws -> ExecuteCommand {
        guard case .text(let text) = message, let body = try? JSONValue(parsing: Array(text.utf8)), body.members != nil
        else {
            throw BackendError(.invalidParameters, "Invalid API parameters: the first message is not a JSON object")
        }
        guard let name = body["mode"]?.text, !name.isEmpty else {
            throw BackendError(
                .invalidParameters, "Invalid API parameters: AssertionError('mode is missing or empty!')")
        }
        guard let mode = ExecutionMode(rawValue: name), mode == .query || mode == .batch else {
            throw BackendError(
                .invalidParameters, "Invalid API parameters: AssertionError('mode has an invalid value.')")
        }
        guard let code = body["code"]?.text else {
            throw BackendError(.invalidParameters, "Invalid API parameters: code is missing")
        }
        var command = ExecuteCommand(mode: mode, code: code, runId: body["runId"]?.text)
        if mode == .batch { command.batch = BatchCommands(options: body["options"]) }
        if case .bool(let value) = body["streamsInput"] { command.streamsInput = value }
        if case .bool(let value) = body["isInteractive"] { command.isInteractive = value }
        if case .bool(let value) = body["endsSession"] { command.endsSession = value }
        command.limit = try limit(body["limit"])
        if case .integer(let value) = body["received"], command.runId != nil { command.received = Int(clamping: value) }
        return command
    }
}
