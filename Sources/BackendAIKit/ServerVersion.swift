public import Core
public import FoundationEssentials

/// What a manager is.
public struct ServerVersion: Sendable, Equatable {
    /// The API it speaks.
    public let api: APIVersion
    /// Its release.
    public let manager: String

    /// A manager that says so of itself.
    public init(api: APIVersion, manager: String) {
        self.api = api
        self.manager = manager
    }
}

/// What a manager's first answer tells.
public struct ManagerProbe: Sendable, Equatable {
    /// What the manager is.
    public let version: ServerVersion
    /// When it answered by its own clock, in whole seconds; nil where it does not say.
    public let clock: Date?
}
