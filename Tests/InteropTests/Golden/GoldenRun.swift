import Core
import Transport

/// Runs the code of a step, as a client does, and sums up what came.
struct GoldenRun {
    let client: HTTPClient
    let port: Int
    let step: GoldenStep

    /// What a run came to.
    struct Summary {
        /// The status of HTTP; 101 for a WebSocket.
        var httpStatus = 0
        private var statuses: [JSONValue] = []
        private var console: [(kind: String, data: JSONValue)] = []
        private var exitCode = JSONValue.null
        /// The code of the close frame, if one came.
        var closeCode: UInt16?
        /// Members that an answer ought to have and has not.
        private var absent: Set<String> = []

        /// Takes up one answer; `continued` says nothing more than that there is no end yet.
        mutating func add(_ answer: JSONValue) {
            let status = answer["status"] ?? .null
            if status != "continued" { statuses.append(status) }
            for name in ["status", "exitCode", "options", "files", "console"] where answer[name] == nil {
                absent.insert(name)
            }
            if let code = answer["exitCode"], !code.isNull { exitCode = code }
            console += (answer["console"]?.items ?? []).compactMap(Summary.item)
        }

        private static func item(_ value: JSONValue) -> (kind: String, data: JSONValue)? {
            guard let parts = value.items, parts.count == 2, let kind = parts[0].text else { return nil }
            return (kind, parts[1])
        }

        /// The items with those of one kind joined: how the streams mingle depends on the moment.
        private static func streams(_ items: [(kind: String, data: JSONValue)]) -> JSONValue {
            var kinds: [String] = []
            for item in items where !kinds.contains(item.kind) { kinds.append(item.kind) }
            return .array(
                kinds.sorted().map { kind in
                    let data = items.filter { $0.kind == kind }.map { $0.data.text ?? $0.data.encodedText }
                    return .array([.string(kind), .string(data.joined())])
                })
        }

        func compare(_ expected: JSONValue?, _ comparison: inout GoldenComparison) {
            guard let expected else { return }
            if expected["status"]?.whole != httpStatus {
                comparison.add(.status, "status", expected["status"]?.encodedText ?? "", "\(httpStatus)")
                return
            }
            guard expected["summary"] != nil else { return }
            for name in absent { comparison.add(.missing, "result.\(name)", name, "absent") }
            comparison.compare(expected["summary"]?["statuses"] ?? .null, .array(statuses), at: "statuses")
            let recorded = (expected["summary"]?["console"]?.items ?? []).compactMap(Summary.item)
            comparison.compare(Summary.streams(recorded), Summary.streams(console), at: "console")
            comparison.compare(expected["summary"]?["exitCode"] ?? .null, exitCode, at: "exitCode")
            if let close = expected["close"]?.whole, closeCode.map(Int.init) != close {
                comparison.add(.value, "close", "\(close)", closeCode.map(String.init) ?? "none")
            }
        }
    }

    /// By requests: the code, then `continue` and `input` until the end.
    func poll() async throws -> Summary {
        var summary = Summary()
        var inputs = step.content["inputs"]?.items ?? []
        var message: JSONValue = [
            "mode": step.content["mode"] ?? "query", "code": step.content["code"] ?? "",
            "runId": step.content["run_id"] ?? .null, "options": step.content["options"] ?? .null,
        ]
        for _ in 0..<200 {
            let response = try await client.send(GoldenRequest(port: port, step: step).request(body: message))
            if summary.httpStatus == 0 { summary.httpStatus = response.status }
            guard response.status == 200, let result = response.envelope["body"]?["result"] else { break }
            summary.add(result)
            if result["status"] == "finished" { break }
            let isAsking = result["status"] == "waiting-input"
            message = [
                "mode": isAsking ? "input" : "continue", "runId": result["runId"] ?? .null,
                "code": isAsking && !inputs.isEmpty ? inputs.removeFirst() : "",
            ]
        }
        return summary
    }

    /// Closes a WebSocket as soon as it is open.
    func close(_ socket: WebSocket) async throws -> Summary {
        var summary = Summary()
        summary.httpStatus = 101
        await socket.close()
        return summary
    }

    /// In a WebSocket, to its close.
    func follow(_ socket: WebSocket) async throws -> Summary {
        var summary = Summary()
        summary.httpStatus = 101
        var answers = step.content["answers"]?.items ?? []
        try await socket.send(text: (step.content["send"] ?? .null).encodedText)
        while case .text(let text)? = try await socket.receive() {
            let answer = try JSONValue(parsing: Array(text.utf8))
            summary.add(answer)
            if answer["status"] == "waiting-input", !answers.isEmpty {
                try await socket.send(text: answers.removeFirst().text ?? "")
            }
        }
        summary.closeCode = socket.closeCode
        return summary
    }
}
