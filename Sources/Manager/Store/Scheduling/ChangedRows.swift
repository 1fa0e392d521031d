import CSQLite

/// Which rows have changed that the scheduler looks at, since it asked last.
///
/// SQLite itself says so, for every statement: no code that writes can forget it. A transaction that is rolled back leaves
/// rows here that have not changed after all, which costs a look and nothing else.
final class ChangedRows {
    /// What the scheduler must look at again.
    struct Rows {
        /// Rows of `sessions`.
        var sessions: Set<Int64> = []
        /// Rows of `kernels`.
        var kernels: Set<Int64> = []
        /// Rows of `agents`.
        var agents: Set<Int64> = []
        /// Rows of `keypairs`.
        var keypairs: Set<Int64> = []
        /// Whether anybody's limits may be others.
        var limits = false
        /// Whether a policy, by which sessions may end, may be another.
        var policies = false
        /// Whether a scaling group's rules, or those of all agents, may be others.
        var rules = false

        /// Nothing at all.
        static let none = Rows()

        var isEmpty: Bool {
            sessions.isEmpty && kernels.isEmpty && agents.isEmpty && keypairs.isEmpty && !limits && !policies && !rules
        }
    }

    private var rows = Rows()
    /// Whether limits or rules have changed that nobody has been told of.
    var hasNewRules = false
    private var isNoting = true

    /// Has the database say what changes.
    func attach(to handle: OpaquePointer?) {
        sqlite3_update_hook(
            handle,
            { context, _, _, table, row in
                guard let context, let table else { return }
                Unmanaged<ChangedRows>.fromOpaque(context).takeUnretainedValue().note(String(cString: table), row)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// What has changed since this was asked last.
    func take() -> Rows {
        defer { rows = .none }
        return rows
    }

    /// Runs `body`, whose changes the scheduler knows of.
    func ignoring<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
        isNoting = false
        defer { isNoting = true }
        return try body()
    }

    private func note(_ table: String, _ row: Int64) {
        guard isNoting else { return }
        switch table {
        case "sessions": rows.sessions.insert(row)
        case "kernels": rows.kernels.insert(row)
        case "agents": rows.agents.insert(row)
        case "keypairs", "keypair_resource_policies", "users", "groups", "domains":
            if table == "keypairs" { rows.keypairs.insert(row) }
            if table == "keypair_resource_policies" { rows.policies = true }
            rows.limits = true
            hasNewRules = true
        case "scaling_groups", "cluster_config":
            rows.rules = true
            hasNewRules = true
        default: break
        }
    }
}
