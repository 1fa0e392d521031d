import Core

/// What a run gave since the last answer, as the original's JSON shows it.
struct RunBatch: Sendable, Equatable {
    /// How the run stands after the batch.
    enum Status: Sendable, Equatable {
        case continued
        case waitingInput(isPassword: Bool)
        case stepFinished(BatchStep, exitCode: Int)
        case finished(RunResult)
    }

    /// One thing on the console.
    enum Item: Sendable, Equatable {
        case text(stream: String, String)
        case media(type: String, [UInt8])
    }

    /// What came, in order; neighbouring texts of one stream are merged.
    var console: [Item] = []
    var status = Status.continued
    /// What the run has written for the user.
    var files: [OutputFile] = []

    /// Adds text to the console.
    mutating func append(_ text: String, to stream: String) {
        guard !text.isEmpty else { return }
        if case .text(stream, let before) = console.last {
            console[console.count - 1] = .text(stream: stream, before + text)
        } else {
            console.append(.text(stream: stream, text))
        }
    }

    /// The members of the answer, in the original's order.
    ///
    /// - Parameter run: The run's id in the polling form; the stream's frames have none.
    /// - Returns: The object.
    func body(run: String?) -> JSONValue {
        var members: [JSONValue.Member] = []
        var exitCode = JSONValue.null
        var options = JSONValue.null
        switch status {
        case .continued: members.append(.init("status", "continued"))
        case .waitingInput(let isPassword):
            members.append(.init("status", "waiting-input"))
            options = ["is_password": .bool(isPassword)]
        case .stepFinished(let step, let code):
            members.append(.init("status", .string("\(step.rawValue)-finished")))
            exitCode = .integer(Int64(code))
        case .finished(let result):
            let isTimeout = result.reason == .timedOut
            members.append(.init("status", isTimeout ? "exec-timeout" : "finished"))
            exitCode = isTimeout ? .null : .integer(Int64(result.exitCode))
        }
        let items = console.map(\.body)
        if let run { members.append(.init("runId", .string(run))) }
        members.append(.init("exitCode", exitCode))
        members.append(.init("options", options))
        members.append(
            .init("files", .array(files.map { ["name": .string($0.name), "url": .string($0.url)] })))
        members.append(.init("console", .array(items)))
        return .object(members)
    }
}

extension RunBatch.Item {
    /// Media types whose content is text; others are shown as data URIs.
    private var isText: Bool {
        guard case .media(let type, _) = self else { return true }
        return type.hasPrefix("text/") || type.hasSuffix("xml") || type.hasSuffix("json")
            || type == "application/javascript"
    }

    var body: JSONValue {
        switch self {
        case .text(let stream, let text): [.string(stream), .string(text)]
        case .media(let type, let bytes):
            [
                "media",
                [
                    .string(type),
                    .string(
                        isText
                            ? String(decoding: bytes, as: UTF8.self)
                            : "data:\(type);base64,\(Base64.encode(bytes))"),
                ],
            ]
        }
    }
}
