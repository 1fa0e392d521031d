import ArgumentParser
import BackendAIKit
import Core

/// Whose events, and which.
struct EventOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .long, .customLong("owner-access-key")],
        help: ArgumentHelp("Whose session it is, if you are an administrator", valueName: "access-key"))
    var owner: String?

    @Option(help: ArgumentHelp("Which events: of the session, of its kernels, or all", valueName: "scope"))
    var scope = EventsAPI.Scope.all

    /// The owner that is named.
    var ownerKey: AccessKey? { owner.map { AccessKey(rawValue: $0) } }

    /// The stream of one session.
    func stream(of session: String, _ client: BackendAIClient) -> EventSubscription {
        client.events.session(session, scope: scope, owner: ownerKey)
    }
}
