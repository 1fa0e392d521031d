import ArgumentParser
import Core

/// Whose thing it is, for administrators.
struct OwnerOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .long, .customLong("owner-access-key")],
        help: ArgumentHelp("Whose, if you are an administrator", valueName: "access-key"))
    var owner: String?

    /// The key that is named.
    var key: AccessKey? { owner.map { AccessKey(rawValue: $0) } }
}
