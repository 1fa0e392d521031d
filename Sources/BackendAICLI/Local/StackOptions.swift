import Core

/// What a local stack was told when it was started, kept for the times it starts by itself.
struct StackOptions: Codable, Sendable, Equatable {
    /// The manager's port; 0 picks a free one.
    var port = 8081
    /// Whether the original's public example accounts are loaded.
    var usesExampleKeypairs = false
    /// Whether anybody may make an account.
    var allowsSignUp: Bool?
    /// What the agent gives away, instead of what the machine has: `cpu=8,mem=32g`.
    var agentSlots: String?
    /// The size of each kernel's scratch.
    var scratchSize: String?
    /// The absolute paths of the files that describe mock accelerators of the agent.
    var mockAccelerators: [String]?

    /// The options saved in `path`; the usual ones when there are none.
    static func read(_ path: String) throws -> StackOptions {
        guard let text = try PrivateFile.read(path) else { return StackOptions() }
        return (try? JSONValue(parsing: Array(text.utf8)).decoded(as: StackOptions.self)) ?? StackOptions()
    }

    func write(to path: String) throws {
        try PrivateFile.write(JSONValue(encoding: self).encodedText, to: path)
    }
}
