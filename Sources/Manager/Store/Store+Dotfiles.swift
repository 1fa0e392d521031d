import Core

/// Whose sessions a dotfile is for.
enum DotfileOwner: Sendable, Equatable {
    case user(AccessKey)
    case group(String)
    case domain(String)

    /// The words that the database has for it.
    var stored: [SQLValue] {
        switch self {
        case .user(let key): [.text("user"), .text(key.rawValue)]
        case .group(let id): [.text("group"), .text(id)]
        case .domain(let name): [.text("domain"), .text(name)]
        }
    }
}

/// One dotfile as it is kept.
struct DotfileRecord: Sendable, Equatable {
    /// Relative to the home.
    let path: String
    /// Three octal digits.
    let permission: String
    let data: String

    var file: Dotfile { Dotfile(path: path, mode: UInt16(permission, radix: 8) ?? 0o600, data: data) }
}

extension Store {
    /// An owner's dotfiles, in the order they were made.
    func dotfiles(of owner: DotfileOwner) throws(StoreError) -> [DotfileRecord] {
        try Store.dotfiles(of: owner, connection)
    }

    /// Changes an owner's dotfiles by a rule that sees those that are there.
    ///
    /// - Parameters:
    ///   - owner: Whose.
    ///   - entry: Who does it, where that is recorded.
    ///   - rule: Gives the file to write and the path to remove; throws to change nothing.
    /// - Throws: ``StoreError``, or what `rule` throws.
    func changeDotfiles(
        of owner: DotfileOwner, by entry: AuditEntry?,
        _ rule: @Sendable ([DotfileRecord]) throws(BackendError) -> (written: DotfileRecord?, removed: String?)
    ) throws {
        let refusal = try transaction { connection throws(StoreError) -> BackendError? in
            let present = try Store.dotfiles(of: owner, connection)
            let change: (written: DotfileRecord?, removed: String?)
            do throws(BackendError) {
                change = try rule(present)
            } catch {
                return error
            }
            if let path = change.removed {
                try connection.run(
                    "DELETE FROM dotfiles WHERE scope = ? AND owner = ? AND path = ?", owner.stored + [.text(path)])
            }
            if let file = change.written {
                try connection.run(
                    """
                    INSERT INTO dotfiles (scope, owner, path, permission, data, created_at) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (scope, owner, path) DO UPDATE SET permission = excluded.permission, data = excluded.data
                    """,
                    owner.stored + [
                        .text(file.path), .text(file.permission), .text(file.data), .integer(Timestamp.now()),
                    ])
            }
            if let entry { try Store.record(entry, connection) }
            return nil
        }
        if let refusal { throw refusal }
    }

    /// The statement that removes all of an owner's dotfiles.
    static func removalOfDotfiles(of owner: DotfileOwner) -> SQLFragment {
        SQLFragment("DELETE FROM dotfiles WHERE scope = ? AND owner = ?", owner.stored)
    }

    /// The script that prepares a keypair's sessions; empty for none.
    func bootstrapScript(of key: AccessKey) throws(StoreError) -> String {
        let rows = try connection.query(
            "SELECT bootstrap_script FROM keypairs WHERE access_key = ?", [.text(key.rawValue)])
        return rows.first?.text("bootstrap_script") ?? ""
    }

    /// Sets the script that prepares a keypair's sessions.
    func setBootstrapScript(_ script: String, of key: AccessKey) throws(StoreError) {
        try connection.run(
            "UPDATE keypairs SET bootstrap_script = ? WHERE access_key = ?", [.text(script), .text(key.rawValue)])
    }

    /// What a session's owner, group and domain have prepared for its home: files, and the owner's script.
    ///
    /// The owner's files win over the group's, and those over the domain's. With an SSH keypair the session is reached
    /// by that one instead of one of its own.
    func preparation(for owner: SessionOwner) throws(StoreError) -> (files: [Dotfile], script: String?) {
        var lists: [[Dotfile]] = []
        for owner in [.user(owner.accessKey), .group(owner.group), .domain(owner.domain)] as [DotfileOwner] {
            lists.append(try dotfiles(of: owner).map(\.file))
        }
        let keys = try connection.query(
            "SELECT ssh_public_key, ssh_private_key FROM keypairs WHERE access_key = ?",
            [.text(owner.accessKey.rawValue)]
        ).first.flatMap { row in
            SecureShellKeypair(public: row.text("ssh_public_key"), private: row.text("ssh_private_key"))
        }
        let script = try bootstrapScript(of: owner.accessKey)
        // The key comes first: what opens the session is not to be replaced by a file of the same name.
        return (Dotfile.merged([keys?.files ?? []] + lists), script.isEmpty ? nil : script)
    }

    private static func dotfiles(of owner: DotfileOwner, _ connection: SQLiteConnection) throws(StoreError)
        -> [DotfileRecord]
    {
        try connection.query(
            "SELECT * FROM dotfiles WHERE scope = ? AND owner = ? ORDER BY created_at, path", owner.stored
        ).map { DotfileRecord(path: $0.text("path"), permission: $0.text("permission"), data: $0.text("data")) }
    }
}
