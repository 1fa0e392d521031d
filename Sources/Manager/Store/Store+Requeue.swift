import Core

extension Store {
    /// Gives a session that waits again new kernels, since agents start a kernel once; the past ones stay for reports.
    static func replaceKernels(
        of session: SessionID, at now: Int64, _ connection: SQLiteConnection
    ) throws(StoreError) {
        let id = SQLValue.text(session.rawValue)
        let past = try connection.query(
            """
            SELECT id, cluster_role, cluster_idx, cluster_hostname, local_rank, shape FROM kernels
            WHERE session_id = ? AND is_past = 0
            """,
            [id])
        try connection.run("UPDATE kernels SET is_past = 1 WHERE session_id = ?", [id])
        for row in past {
            let kernel = SQLValue.text(KernelID.random().rawValue)
            try connection.run(
                """
                INSERT INTO kernels (id, session_id, cluster_role, cluster_idx, cluster_hostname, local_rank, shape,
                    status, status_changed, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'PENDING', ?, ?)
                """,
                [
                    kernel, id, row["cluster_role"], row["cluster_idx"], row["cluster_hostname"],
                    row["local_rank"], row["shape"], .integer(now), .integer(now),
                ])
            try connection.run(
                "UPDATE sessions SET main_kernel = ? WHERE id = ? AND main_kernel = ?", [kernel, id, row["id"]])
        }
    }
}
