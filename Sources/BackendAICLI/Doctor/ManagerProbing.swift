import BackendAIKit
import Core
import FoundationEssentials

/// Asks the manager that commands use, and starts nothing.
struct ManagerProbing {
    /// How long an answer may take, in seconds.
    private static let patience = 5.0

    let settings: Settings

    /// What is found.
    func facts() async -> ManagerFacts {
        let configuration: ClientConfiguration?
        var facts: ManagerFacts
        do {
            let source = try settings.source()
            configuration = try settings.configurationIfRunning()
            facts = ManagerFacts(setup: Self.setup(source, configuration))
        } catch {
            let failure = error as? CommandFailure
            return ManagerFacts(setup: .broken(what: failure?.what ?? "\(error)", hint: failure?.hint))
        }
        guard var configuration else { return facts }
        configuration.connectTimeout = Self.patience
        configuration.readTimeout = Self.patience
        guard let signatures = try? settings.signatures() else { return facts }
        let client = BackendAIClient(configuration, signatures: signatures)
        guard await ask(client, &facts) else { return facts }
        facts.recognition = await recognition(client)
        if facts.recognition == .recognised { facts.agents = await agents(client) }
        return facts
    }

    private static func setup(_ source: Settings.Source, _ configuration: ClientConfiguration?) -> ManagerFacts.Setup {
        switch source {
        case .environment(let configuration):
            .named(by: "the environment", endpoint: configuration.endpoint.description)
        case .context(let name, let configuration):
            .named(by: "the context `\(name)`", endpoint: configuration.endpoint.description)
        case .localStack: .localStack(endpoint: configuration?.endpoint.description)
        }
    }

    private func ask(_ client: BackendAIClient, _ facts: inout ManagerFacts) async -> Bool {
        let sent = Date()
        do throws(ClientError) {
            let probe = try await client.probe()
            let received = Date()
            facts.reach = .answered(probe.version, after: received.timeIntervalSince(sent))
            // Half a second is what a date without fraction leaves out on average.
            let middle = sent.addingTimeInterval(received.timeIntervalSince(sent) / 2)
            facts.skew = probe.clock.map { $0.timeIntervalSince(middle) + 0.5 }
            return true
        } catch {
            facts.reach = .silent(reason: Self.reason(error))
            return false
        }
    }

    private func recognition(_ client: BackendAIClient) async -> ManagerFacts.Recognition {
        let isAnonymous =
            client.configuration.kind == .api
            ? client.configuration.keypair == nil : client.configuration.cookie == nil
        if isAnonymous { return .anonymous }
        do throws(ClientError) {
            try await client.accounts.check()
            return .recognised
        } catch {
            guard case .problem(let report) = error else { return .failed(reason: Self.reason(error)) }
            return .refused(report.code, reason: report.message ?? report.title, skew: Self.skew(report.data))
        }
    }

    private func agents(_ client: BackendAIClient) async -> ManagerFacts.Agents {
        await client.livingAgents().map(ManagerFacts.Agents.alive) ?? .notTold
    }

    private static func skew(_ data: JSONValue?) -> Double? {
        switch data?["skew"] {
        case .integer(let seconds)?: Double(seconds)
        case .number(let seconds)?: seconds
        default: nil
        }
    }

    private static func reason(_ error: ClientError) -> String {
        switch error {
        case .unreachable(_, let reason), .interrupted(let reason), .unexpectedAnswer(let reason): reason
        case .problem(let report): report.message ?? report.title
        case .downgraded: error.description
        }
    }
}
