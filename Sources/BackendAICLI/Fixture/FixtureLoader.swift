import BackendAIKit
import Core

/// Posts the rows of a fixture through the manager's API; those that are there are left alone.
struct FixtureLoader {
    /// What became of a row.
    enum Outcome: Equatable {
        case made
        case present
        case refused(String)
    }

    /// The manager's no.
    private struct Refusal: Error {
        let reason: String
    }

    let client: BackendAIClient
    let console: Console
    /// The manager's ids of the file's rows.
    private var ids: [String: String] = [:]

    init(client: BackendAIClient, console: Console) {
        self.client = client
        self.console = console
    }

    /// Posts all of them, going on past what is refused.
    ///
    /// - Returns: How many were made, were there, and were refused.
    /// - Throws: ``ClientError`` when the manager cannot be asked at all.
    mutating func load(_ plan: FixturePlan) async throws -> (made: Int, present: Int, refused: Int) {
        var counts = (made: 0, present: 0, refused: 0)
        for row in plan.rows {
            switch try await load(row) {
            case .made:
                counts.made += 1
                let ignored = row.ignored.isEmpty ? "" : " (without \(row.ignored.joined(separator: ", ")))"
                console.note("made      \(row.title)\(ignored)")
            case .present:
                counts.present += 1
                console.note("is there  \(row.title)")
            case .refused(let reason):
                counts.refused += 1
                console.note("refused   \(row.title): \(reason)")
            }
        }
        return counts
    }

    private mutating func load(_ row: FixturePlan.Row) async throws -> Outcome {
        if let found = try await find(row) {
            if let id = row.id { ids[id] = found }
            return .present
        }
        var properties = row.properties
        if row.table == .users, !row.groups.isEmpty {
            properties.append(.init("group_ids", .array(row.groups.map { .string(ids[$0] ?? $0) })))
        }
        var variables = row.names
        if row.table.input != nil { variables.append(.init("props", .object(properties))) }
        let data: JSONValue
        switch try await ask(Self.mutation(row.table), .object(variables)) {
        case .success(let value): data = value
        case .failure(let problem): return .refused(problem.reason)
        }
        let answer = data[row.table.mutation]
        guard answer?["ok"] == .bool(true) else { return .refused(answer?["msg"]?.text ?? "no reason is given") }
        if let id = row.id, let made = (answer?["group"]?["id"] ?? answer?["user"]?["uuid"])?.text { ids[id] = made }
        if let keypair = answer?["keypair"], let access = keypair["access_key"]?.text {
            // The API makes keys of its own, so they must be told.
            let owner = row.names.first?.value.text ?? ""
            try console.line("\(owner)\t\(access)\t\(keypair["secret_key"]?.text ?? "")")
        }
        return .made
    }

    /// The id of a row that the manager has already.
    private func find(_ row: FixturePlan.Row) async throws -> String? {
        guard let lookup = row.table.lookup, let root = lookup.split(separator: "(").first.map(String.init) else {
            return nil
        }
        let used = row.names.filter { lookup.contains("$\($0.name)") }
        let declared = used.map { "$\($0.name): String!" }.joined(separator: ", ")
        guard case .success(let data) = try await ask("query(\(declared)) { \(lookup) }", .object(used)) else {
            return nil
        }
        let answer = data[root]
        guard let items = answer?.items else { return answer?["id"]?.text }
        switch row.table {
        case .domainScalingGroups:
            let wanted = row.names.first { $0.name == "scaling_group" }?.value.text
            return items.compactMap { $0["id"]?.text }.first { $0 == wanted }
        default:
            let domain = row.properties.first { $0.name == "domain_name" }?.value.text
            return items.first { $0["domain_name"]?.text == domain }?["id"]?.text
        }
    }

    /// A question that the manager may refuse; that it cannot be asked at all is an error.
    private func ask(_ query: String, _ variables: JSONValue) async throws(ClientError) -> Result<JSONValue, Refusal> {
        do throws(ClientError) {
            return .success(try await client.graphQL.query(query, variables: variables))
        } catch {
            guard case .problem(let report) = error, report.status < 500, report.status != 401 else { throw error }
            return .failure(Refusal(reason: report.message ?? report.title))
        }
    }

    /// The text of the mutation that makes a row of `table`.
    static func mutation(_ table: FixtureTable) -> String {
        var declared = table.arguments.map { "$\($0.name): String!" }
        var given = table.arguments.map { "\($0.name): $\($0.name)" }
        if let input = table.input {
            declared.append("$props: \(input)!")
            given.append("props: $props")
        }
        let answer = table.answer.isEmpty ? "ok msg" : "ok msg \(table.answer)"
        return "mutation(\(declared.joined(separator: ", "))) { \(table.mutation)(\(given.joined(separator: ", "))) "
            + "{ \(answer) } }"
    }
}
