import ArgumentParser

/// Completions that scripts ask this program for, while the user types.
enum LiveNames {
    /// Living sessions.
    static let sessions = ask(.sessions)
    /// Images that sessions can be made of.
    static let images = ask(.images)
    /// Groups of the user.
    static let groups = ask(.groups)
    /// Domains.
    static let domains = ask(.domains)
    /// Scaling groups that the user may use.
    static let scalingGroups = ask(.scalingGroups)
    /// Contexts that are kept.
    static let contexts = ask(.contexts)

    private static func ask(_ noun: LiveNoun) -> CompletionKind {
        .shellCommand("backend.ai \(LiveNamesCommand.name) \(noun.rawValue) 2>/dev/null")
    }
}

/// What has names that can be completed.
enum LiveNoun: String, CaseIterable, ExpressibleByArgument {
    case sessions
    case images
    case groups
    case domains
    case scalingGroups = "scaling-groups"
    case contexts
}
