import Core
import Glibc
import Transport

/// Sends the steps of an area to a manager, and says in what its answers differ.
struct GoldenReplay {
    private let port: Int
    private let client = HTTPClient()
    /// What steps have captured for those after them.
    private var variables = ["AGENT": "i-peer"]
    private(set) var differences: [GoldenDifference] = []
    /// How many answers have been compared.
    private(set) var count = 0

    init(port: Int) {
        self.port = port
    }

    mutating func run(_ steps: [GoldenStep]) async throws {
        for step in steps { try await run(try step.filled(with: variables)) }
    }

    private mutating func run(_ step: GoldenStep) async throws {
        let isOrdered = step.target.hasPrefix("/admin/gql")
        var comparison = GoldenComparison(step: step.id, isOrdered: isOrdered)
        switch step.kind {
        case .http: try await compare(try await client.send(request(step)), step, &comparison)
        case .poll: try await compare(try await poll(step), step, &comparison)
        case .exec:
            let run = try await GoldenRun(client: client, port: port, step: step).poll()
            run.compare(step.expected, &comparison)
        case .sse:
            let events = try await GoldenEvents(step: step, stream: client.stream(request(step)))
            guard events.stream.status == 200 else {
                try await compare(try await events.stream.collect(upTo: 1 << 20), step, &comparison)
                break
            }
            guard step.expected?["events"] != nil else {
                // A stream where a refusal was recorded has no end.
                comparison.add(.status, "status", step.expected?["status"]?.encodedText ?? "", "200")
                break
            }
            for during in step.content["during"]?.items ?? [] {
                try await run(try GoldenStep(content: during).filled(with: variables))
            }
            events.compare(try await events.collect(), &comparison)
        case .ws, .open:
            do {
                let socket = try await client.webSocket(request(step))
                let run = GoldenRun(client: client, port: port, step: step)
                let summary = try await step.kind == .open ? run.close(socket) : run.follow(socket)
                summary.compare(step.expected, &comparison)
            } catch TransportError.refused(let response) {
                try await compare(response, step, &comparison)
            }
        }
        guard step.expected != nil else { return }
        differences += comparison.differences
        count += 1
    }

    private func request(_ step: GoldenStep) -> HTTPRequest { GoldenRequest(port: port, step: step).request() }

    /// Repeats a request until its answer is as the step wants it, for at most half a minute.
    private func poll(_ step: GoldenStep) async throws -> HTTPResponse {
        let wanted = step.content["until"]?["in"]?.items ?? []
        let path = step.content["until"]?["path"]?.text ?? ""
        for _ in 0..<1500 {
            let response = try await client.send(request(step))
            if let value = response.envelope.value(at: path), wanted.contains(value) { return response }
            try await Task.sleep(for: .milliseconds(20))
        }
        return try await client.send(request(step))
    }

    private mutating func compare(
        _ response: HTTPResponse, _ step: GoldenStep, _ comparison: inout GoldenComparison
    ) async throws {
        for variable in step.content["capture"]?.members ?? [] {
            variables[variable.name] = response.envelope.value(at: variable.value.text ?? "")?.text
        }
        guard let expected = step.expected else { return }
        if expected["status"]?.whole != response.status {
            comparison.add(.status, "status", expected["status"]?.encodedText ?? "", "\(response.status)")
            // Another answer altogether: the rest differs as a matter of course.
            return
        }
        let type = response.headers["Content-Type"]?.prefix { $0 != ";" }
        if let wanted = expected["type"]?.text, type.map({ $0 == wanted }) != true {
            comparison.add(.header, "Content-Type", wanted, String(type ?? "absent"))
        }
        for header in expected["headers"]?.members ?? [] {
            guard let value = response.headers[header.name] else {
                comparison.add(.header, header.name, header.value.encodedText, "absent")
                continue
            }
            // A header is a text, also where it stands for a number.
            let number = header.value == "<int>" ? Int64(value).map { JSONValue.integer($0) } : nil
            comparison.compare(header.value, number ?? .string(value), at: "headers.\(header.name)")
        }
        if let body = expected["body"] { comparison.compare(body, response.envelope["body"] ?? .null, at: "body") }
    }
}

extension HTTPResponse {
    /// Status and body as paths name them.
    var envelope: JSONValue { ["status": .integer(Int64(status)), "body": shape] }

    /// The body: JSON, the shape of its parts, or a text.
    private var shape: JSONValue {
        if body.isEmpty { return .null }
        return GoldenMultipart.shape(of: body, contentType: headers["Content-Type"] ?? "")
            ?? (try? JSONValue(parsing: body)) ?? .string(String(decoding: body, as: UTF8.self))
    }
}
