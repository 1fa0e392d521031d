import Core
import Transport

/// What an event stream told, for comparison with what was recorded.
///
/// Events are compared by name: how those of a session and of its kernels mingle is not the same in two runs of the
/// original either, and what it tells several times counts once.
struct GoldenEvents {
    let step: GoldenStep
    let stream: HTTPResponseStream

    /// The events until the one that the step waits for, or until its time is over.
    func collect() async throws -> [(name: String, data: JSONValue)] {
        let seconds = step.content["seconds"].flatMap { value -> Double? in
            switch value {
            case .integer(let number): Double(number)
            case .number(let number): number
            default: nil
            }
        }
        let text = try await withThrowingTaskGroup(of: Void.self) { group in
            let text = Text()
            let stop = step.content["stop"]?.text
            group.addTask {
                for try await chunk in stream.body {
                    let read = await text.append(chunk)
                    if let stop, read.contains("event: \(stop)\r\n"), read.hasSuffix("\r\n\r\n") { return }
                }
            }
            group.addTask { try await Task.sleep(for: .seconds(seconds ?? 10)) }
            try await group.next()
            group.cancelAll()
            return await text.text
        }
        return text.split(separator: "\r\n\r\n").compactMap { block in
            let lines = block.split(separator: "\r\n").map { $0.split(separator: ": ", maxSplits: 1).map(String.init) }
            guard let name = lines.first(where: { $0.first == "event" })?.last,
                let data = lines.first(where: { $0.first == "data" })?.last
            else { return nil }
            return (name, (try? JSONValue(parsing: Array(data.utf8))) ?? .null)
        }
    }

    func compare(_ events: [(name: String, data: JSONValue)], _ comparison: inout GoldenComparison) {
        for header in step.expected?["headers"]?.members ?? [] {
            comparison.compare(
                header.value, .string(stream.headers[header.name] ?? "absent"), at: "headers.\(header.name)")
        }
        let recorded = step.expected?["events"]?.items ?? []
        let names = recorded.compactMap { $0["event"]?.text }
        for event in events where !names.contains(event.name) {
            comparison.add(.extra, "events.\(event.name)", "absent", event.data.encodedText)
        }
        for item in recorded {
            guard let name = item["event"]?.text else { continue }
            guard let event = events.first(where: { $0.name == name }) else {
                comparison.add(.missing, "events.\(name)", name, "absent")
                continue
            }
            comparison.compare(item["data"] ?? .null, event.data, at: "events.\(name)")
        }
        if Set(events.map(\.name)).count != events.count {
            comparison.add(.length, "events", "\(names.count)", "\(events.count)")
        }
    }
}

/// What has been read so far.
private actor Text {
    private(set) var text = ""

    func append(_ bytes: [UInt8]) -> String {
        text += String(decoding: bytes, as: UTF8.self)
        return text
    }
}
