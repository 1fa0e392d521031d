/// The statements that remove what ended sessions have left, before their owner goes for good.
enum PastSessions {
    /// - Parameters:
    ///   - column: The column of `sessions` by which they are chosen.
    ///   - key: Its value.
    /// - Returns: The statements, in order; living sessions make them fail, as they still have references.
    static func removal(_ column: String, _ key: String) -> [SQLFragment] {
        let ended = "SELECT id FROM sessions WHERE \(column) = ? AND status IN ('TERMINATED', 'CANCELLED')"
        let value = [SQLValue.text(key)]
        return [
            SQLFragment(
                "DELETE FROM allocations WHERE kernel_id IN (SELECT id FROM kernels WHERE session_id IN (\(ended)))",
                value),
            SQLFragment("DELETE FROM kernels WHERE session_id IN (\(ended))", value),
            SQLFragment("DELETE FROM status_history WHERE session_id IN (\(ended))", value),
            SQLFragment("DELETE FROM session_waits WHERE session_id IN (\(ended))", value),
            SQLFragment("DELETE FROM sessions WHERE id IN (\(ended))", value),
        ]
    }
}
