import Core

/// One kernel with what it had and what it used, for reports.
struct KernelUsage: Sendable {
    let kernel: KernelRecord
    let session: SessionRecord
    let fullName: String
    /// What it was given.
    let allocated: ResourceSlots
    /// When its session entered each status, in microseconds since 1970.
    let history: [(status: String, at: Int64)]
}

/// The time for which somebody's kernel held something, for statistics.
struct AllocationSpan: Sendable, Equatable {
    let kernel: KernelID
    /// Whether it is the kernel that stands for its session.
    let isMain: Bool
    let slot: SlotName
    let amount: Quantity
    /// Microseconds since 1970.
    let began: Int64
    /// nil while it is held.
    let ended: Int64?
    let statistics: KernelStatistics?
}

/// Whose usage is looked at.
enum UsageScope: Sendable, Equatable {
    case user(String)
    case domain(String)
    case all

    fileprivate var condition: (sql: String, values: [SQLValue]) {
        switch self {
        case .user(let id): (" AND s.user_id = ?", [.text(id)])
        case .domain(let name): (" AND s.domain_name = ?", [.text(name)])
        case .all: ("", [])
        }
    }
}

extension Store {
    /// The kernels that ended in a time.
    ///
    /// - Parameters:
    ///   - times: Microseconds since 1970.
    ///   - groups: The ids of the groups; nil for all.
    ///   - scope: Whose.
    /// - Returns: The kernels in the order they ended.
    /// - Throws: ``StoreError``.
    func usage(in times: Range<Int64>, groups: [String]?, _ scope: UsageScope) throws(StoreError) -> [KernelUsage] {
        let condition = scope.condition
        var sql = "k.terminated_at >= ? AND k.terminated_at < ?" + condition.sql
        var values: [SQLValue] = [.integer(times.lowerBound), .integer(times.upperBound)] + condition.values
        if let groups {
            sql += " AND s.group_id IN (\(groups.map { _ in "?" }.joined(separator: ", ")))"
            values += groups.map { .text($0.lowercased()) }
        }
        let kernels = try connection.query(
            "SELECT k.* FROM kernels k JOIN sessions s ON s.id = k.session_id WHERE \(sql) ORDER BY k.terminated_at, k.id",
            values
        ).map(KernelRecord.init)
        var names: [String: String] = [:]
        var usages: [KernelUsage] = []
        for kernel in kernels {
            guard let session = try session(kernel.session) else { continue }
            if names[session.owner.user] == nil {
                let rows = try connection.query("SELECT full_name FROM users WHERE id = ?", [.text(session.owner.user)])
                names[session.owner.user] = rows.first?.text("full_name") ?? ""
            }
            usages.append(
                KernelUsage(
                    kernel: kernel, session: session, fullName: names[session.owner.user] ?? "",
                    allocated: try allocated(to: kernel.id), history: try statusTimes(of: session.id)))
        }
        return usages
    }

    /// What was held at some moment since `start`.
    func allocationSpans(since start: Int64, _ scope: UsageScope) throws(StoreError) -> [AllocationSpan] {
        let condition = scope.condition
        return try connection.query(
            """
            SELECT a.*, k.cluster_role, k.last_stat FROM allocations a JOIN kernels k ON k.id = a.kernel_id
            JOIN sessions s ON s.id = k.session_id
            WHERE (a.freed_at IS NULL OR a.freed_at >= ?)\(condition.sql)
            """,
            [.integer(start)] + condition.values
        ).map { row in
            AllocationSpan(
                kernel: KernelID(rawValue: row.text("kernel_id")), isMain: row.text("cluster_role") == "main",
                slot: SlotName(row.text("slot")), amount: Quantity(thousandths: row.integer("amount")),
                began: row.integer("used_at"), ended: row.optionalInteger("freed_at"),
                statistics: row.optionalText("last_stat").flatMap { JSONText.decode($0) })
        }
    }
}
