import Core

/// Whose allocations are summed.
enum AllocationHolder: Sendable, Equatable {
    case accessKey(AccessKey)
    case group(String)
    case domain(String)

    fileprivate var condition: (sql: String, value: SQLValue) {
        switch self {
        case .accessKey(let key): ("s.access_key = ?", .text(key.rawValue))
        case .group(let id): ("s.group_id = ?", .text(id))
        case .domain(let name): ("s.domain_name = ?", .text(name))
        }
    }
}

extension Store {
    /// The limits of groups by id, with what their sessions hold.
    static func groupQuotas(_ ids: Set<String>, _ connection: SQLiteConnection) throws(StoreError) -> [String: Quota] {
        var quotas: [String: Quota] = [:]
        for id in ids {
            let rows = try connection.query("SELECT total_resource_slots FROM groups WHERE id = ?", [.text(id)])
            guard let limits = rows.first.map({ ResourceSlots(stored: $0.text("total_resource_slots")) }) else {
                continue
            }
            // Without limits nothing need be summed.
            let occupied = limits.amounts.isEmpty ? .none : try held(by: .group(id), connection)
            quotas[id] = Quota(limits: limits, occupied: occupied)
        }
        return quotas
    }

    /// The limits of domains by name, with what their sessions hold.
    static func domainQuotas(_ names: Set<String>, _ connection: SQLiteConnection) throws(StoreError)
        -> [String: Quota]
    {
        var quotas: [String: Quota] = [:]
        for name in names {
            let rows = try connection.query("SELECT total_resource_slots FROM domains WHERE name = ?", [.text(name)])
            guard let limits = rows.first.map({ ResourceSlots(stored: $0.text("total_resource_slots")) }) else {
                continue
            }
            let occupied = limits.amounts.isEmpty ? .none : try held(by: .domain(name), connection)
            quotas[name] = Quota(limits: limits, occupied: occupied)
        }
        return quotas
    }

    /// The limits of a keypair by its policy, with what its sessions hold.
    static func keypairQuota(_ key: AccessKey, _ connection: SQLiteConnection) throws(StoreError) -> Quota {
        let policy = try connection.query(
            """
            SELECT p.* FROM keypair_resource_policies p JOIN keypairs k ON k.resource_policy = p.name
            WHERE k.access_key = ?
            """,
            [.text(key.rawValue)]
        ).first
        return Quota(
            limits: ResourceSlots(stored: policy?.text("total_resource_slots") ?? "{}"),
            unlisted: policy?.unlistedLimit ?? .infinity, occupied: try held(by: .accessKey(key), connection))
    }

    /// What somebody's sessions hold now; those that the platform runs for itself count for nobody.
    ///
    /// - Parameters:
    ///   - holder: Whose.
    ///   - scalingGroup: Where; nil is everywhere.
    ///   - connection: The connection.
    /// - Returns: The sum by slot.
    /// - Throws: ``StoreError``.
    static func held(
        by holder: AllocationHolder, in scalingGroup: String? = nil, _ connection: SQLiteConnection
    ) throws(StoreError) -> ResourceSlots {
        let condition = holder.condition
        let place: (sql: String, values: [SQLValue]) =
            scalingGroup.map { (" AND s.scaling_group = ?", [.text($0)]) } ?? ("", [])
        return ResourceSlots(
            rows: try connection.query(
                """
                SELECT a.slot, sum(a.amount) AS amount FROM allocations a JOIN kernels k ON k.id = a.kernel_id
                JOIN sessions s ON s.id = k.session_id
                WHERE a.freed_at IS NULL AND s.session_type <> 'system' AND \(condition.sql)\(place.sql) GROUP BY a.slot
                """,
                [condition.value] + place.values))
    }
}

extension SQLRow {
    /// Of a keypair's policy: the limit of the slots that it does not list.
    var unlistedLimit: Quantity { text("default_for_unspecified") == "LIMITED" ? .zero : .infinity }
}
