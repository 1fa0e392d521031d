public import Core
import FoundationEssentials
import Synchronization
import Transport

/// What a run does, in order.
public enum ExecutionEvent: Sendable, Equatable {
    /// The program wrote to standard output.
    case standardOutput([UInt8])
    /// The program wrote to standard error.
    case standardError([UInt8])
    /// The program shows something beside its output: a figure, a table, a page.
    case display(type: String, [UInt8])
    /// Another console item of the original's form, such as `log`.
    case item(type: String, data: JSONValue)
    /// The program waits for a line.
    case waitingInput(isPassword: Bool)
    /// A command of batch mode has ended, and the next one follows.
    case stepFinished(BatchStep, exitCode: Int)
    /// The run is over.
    case finished(ExecutionResult)
}

/// How a run ended.
public struct ExecutionResult: Sendable, Equatable {
    /// The program's exit code.
    public let exitCode: Int
    /// Why it ended, if the manager is ours.
    public let reason: RunResult.Reason?
    /// Whether the kept interpreter ended with it.
    public let stateLost: Bool
    /// A sentence for the user.
    public let notice: String?
    /// What the run has written into the session's output directory; the size is 0 where the manager does not tell it.
    ///
    /// Where there is any, our manager lets a session that ends with the run live until ``Execution/confirm()``.
    public let files: [OutputFile]

    /// A result.
    public init(
        exitCode: Int, reason: RunResult.Reason? = nil, stateLost: Bool = false, notice: String? = nil,
        files: [OutputFile] = []
    ) {
        self.exitCode = exitCode
        self.reason = reason
        self.stateLost = stateLost
        self.notice = notice
        self.files = files
    }
}

/// A run in progress.
///
/// One task reads ``next()``; others may send input and signals meanwhile.
///
/// With our manager output and input are byte for byte; with an original one they pass through its JSON.
public final class Execution: Sendable {
    private let socket: WebSocket
    private let usesFrames: Bool
    private let waiting = Mutex<[ExecutionEvent]>([])
    // What is being shown, until all of it has come.
    private let shown = Mutex<(type: String, length: Int, bytes: [UInt8])?>(nil)
    // Pieces of output that have come, and bytes that came since the manager was told.
    private let progress: Mutex<(received: Int, untold: Int)>

    init(socket: WebSocket, usesFrames: Bool, received: Int = 0) {
        self.socket = socket
        self.usesFrames = usesFrames
        progress = Mutex((received, 0))
    }

    /// How much of the run's output has come, for ``SessionsAPI/resume(_:after:in:)``.
    public var received: Int { progress.withLock { $0.received } }

    /// Whether the manager ends the session itself when ``ExecuteCommand/endsSession`` asks for it.
    public var endsSession: Bool { usesFrames }

    /// Whether standard input can be streamed; otherwise only lines that the program waits for can be sent.
    public var streamsInput: Bool { usesFrames }

    func begin(_ command: ExecuteCommand) async throws(ClientError) {
        var members: [JSONValue.Member] = [
            .init("code", .string(command.code)), .init("mode", .string(command.mode.rawValue)),
            .init("options", command.batch?.options ?? [:]),
        ]
        if let run = command.runId { members.append(.init("runId", .string(run))) }
        if usesFrames, let streams = command.streamsInput { members.append(.init("streamsInput", .bool(streams))) }
        if usesFrames, let isInteractive = command.isInteractive {
            members.append(.init("isInteractive", .bool(isInteractive)))
        }
        if usesFrames, command.endsSession == true { members.append(.init("endsSession", true)) }
        if usesFrames, let limit = command.limit { members.append(.init("limit", .number(limit))) }
        if let received = command.received { members.append(.init("received", .integer(Int64(received)))) }
        try await send(text: JSONValue.object(members).encodedText)
    }

    /// The next thing that happens.
    ///
    /// - Returns: Nil when the stream ended without a result: the program's end is unknown then.
    /// - Throws: ``ClientError``.
    public func next() async throws(ClientError) -> ExecutionEvent? {
        while true {
            if let event = waiting.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return event }
            let message: WebSocketMessage?
            do {
                message = try await socket.receive()
            } catch {
                throw .interrupted(reason: "\(error)")
            }
            switch message {
            case nil: return nil
            case .binary(let bytes):
                guard let frame = try? Frame(message: bytes) else { throw .unexpectedAnswer("a malformed frame") }
                try await count(bytes.count)
                if frame.kind == .standardOutput { return .standardOutput(frame.payload) }
                if frame.kind == .standardError { return .standardError(frame.payload) }
                if frame.kind == .display, let event = take(shown: frame.payload) { return event }
            case .text(let text):
                guard let body = try? JSONValue(parsing: Array(text.utf8)) else {
                    throw .unexpectedAnswer("a malformed message")
                }
                switch body["status"]?.text {
                case "finished":
                    try await count(0)
                    // What is still to be fetched needs the session.
                    if body["files"]?.items?.isEmpty ?? true { await confirm() }
                case "waiting-input", "display", "clean-finished", "build-finished": try await count(0)
                default: break
                }
                if let type = body["mediaType"]?.text, let length = body["length"]?.integer {
                    shown.withLock { $0 = (type, Int(clamping: length), []) }
                    if let event = take(shown: []) { return event }
                }
                let events = try Execution.events(in: body)
                waiting.withLock { $0 += events }
            }
        }
    }

    /// Counts a piece of output, and tells the manager now and then what has come: the rest is kept until then.
    private func count(_ size: Int) async throws(ClientError) {
        guard usesFrames else { return }
        let due = progress.withLock { progress -> Int? in
            progress.received += 1
            progress.untold += size
            guard progress.untold >= 512 << 10 else { return nil }
            progress.untold = 0
            return progress.received
        }
        if let due { try await send(text: Self.receipt(due)) }
    }

    /// Tells the manager that everything has come and is done with; it forgets the run, and ends the session if that ends
    /// with it.
    ///
    /// Done by ``next()`` with the end of the run, unless that leaves files to be fetched.
    public func confirm() async {
        guard usesFrames else { return }
        // That the manager does not hear it changes nothing.
        try? await send(text: Self.receipt(received))
    }

    private static func receipt(_ pieces: Int) -> String {
        (["received": .integer(Int64(pieces))] as JSONValue).encodedText
    }

    /// Adds bytes to what is being shown; answers it once it is whole.
    private func take(shown bytes: [UInt8]) -> ExecutionEvent? {
        shown.withLock { shown in
            shown?.bytes += bytes
            guard let whole = shown, whole.bytes.count >= whole.length else { return nil }
            shown = nil
            return .display(type: whole.type, whole.bytes)
        }
    }

    /// Sends bytes to the program's standard input.
    public func send(input bytes: [UInt8]) async throws(ClientError) {
        for start in stride(from: 0, to: bytes.count, by: Frame.maximumPayload) {
            do {
                let part = bytes[start..<min(start + Frame.maximumPayload, bytes.count)]
                try await socket.send(binary: Frame.message(.standardInput, part))
            } catch {
                throw .interrupted(reason: "\(error)")
            }
        }
    }

    /// Answers a program that waits for a line; the line end is added.
    public func send(line: String) async throws(ClientError) {
        if usesFrames { try await send(input: Array((line + "\n").utf8)) } else { try await send(text: line) }
    }

    /// Ends the program's standard input.
    public func endInput() async throws(ClientError) {
        if usesFrames { try await send(text: JSONValue.string(ExecuteSignal.endInput.rawValue).encodedText) }
    }

    /// Interrupts the program, as Ctrl-C would.
    ///
    /// - Returns: Whether the stream carries interrupts; otherwise ``SessionsAPI/interrupt(_:)`` does it.
    public func interrupt() async throws(ClientError) -> Bool {
        guard usesFrames else { return false }
        try await send(text: JSONValue.string(ExecuteSignal.interrupt.rawValue).encodedText)
        return true
    }

    /// Ends the stream.
    public func close() async { await socket.close(code: 1000, reason: "") }

    private func send(text: String) async throws(ClientError) {
        do {
            try await socket.send(text: text)
        } catch {
            throw .interrupted(reason: "\(error)")
        }
    }

    /// The events of one text message, in either form.
    static func events(in body: JSONValue) throws(ClientError) -> [ExecutionEvent] {
        var events: [ExecutionEvent] = []
        for item in body["console"]?.items ?? [] {
            guard let parts = item.items, parts.count == 2, let type = parts[0].text else { continue }
            switch (type, parts[1].text) {
            case ("stdout", let text?): events.append(.standardOutput(Array(text.utf8)))
            case ("stderr", let text?): events.append(.standardError(Array(text.utf8)))
            case ("html", let text?): events.append(.display(type: "text/html", Array(text.utf8)))
            case ("media", nil): events.append(media(parts[1]) ?? .item(type: type, data: parts[1]))
            default: events.append(.item(type: type, data: parts[1]))
            }
        }
        switch body["status"]?.text {
        case "waiting-input":
            let isPassword = body["isPassword"] ?? body["options"]?["is_password"]
            events.append(.waitingInput(isPassword: isPassword == .bool(true)))
        case "clean-finished": events.append(.stepFinished(.clean, exitCode: result(in: body).exitCode))
        case "build-finished": events.append(.stepFinished(.build, exitCode: result(in: body).exitCode))
        case "finished": events.append(.finished(result(in: body)))
        case "error", "server-restarting":
            let message = body["notice"]?.text ?? body["msg"]?.text ?? "no reason given"
            let code = body["code"]?.text.flatMap(ProblemCode.init) ?? .kernelExecutionFailed
            let document = BackendError(code, message)
            throw .problem(ProblemReport(status: code.status, body: document.body.encoded))
        default: break
        }
        return events
    }

    /// The original's form: a pair of media type and text, which is a data URI where the content is none.
    private static func media(_ data: JSONValue) -> ExecutionEvent? {
        guard let pair = data.items, pair.count == 2, let type = pair[0].text, let text = pair[1].text else {
            return nil
        }
        guard text.hasPrefix("data:"), let comma = text.firstIndex(of: ","), text[..<comma].hasSuffix(";base64") else {
            return .display(type: type, Array(text.utf8))
        }
        return Base64.decode(String(text[text.index(after: comma)...])).map { .display(type: type, $0) }
    }

    private static func result(in body: JSONValue) -> ExecutionResult {
        var exitCode = 0
        if case .integer(let code)? = body["exitCode"] { exitCode = Int(code) }
        return ExecutionResult(
            exitCode: exitCode,
            reason: body["reason"]?.text.flatMap(RunResult.Reason.init),
            stateLost: body["stateLost"] == .bool(true),
            notice: body["notice"]?.text,
            files: (body["files"]?.items ?? []).compactMap { file in
                guard let name = file["name"]?.text, let url = file["url"]?.text else { return nil }
                return OutputFile(name: name, url: url, size: file["size"]?.integer ?? 0)
            }
        )
    }
}
