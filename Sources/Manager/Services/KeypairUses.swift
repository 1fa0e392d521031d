import Core
import Logging
import ServiceLifecycle

/// Writes down how often keypairs were used, and when last: now and then and at the end, not with every request.
///
/// A manager that is killed loses what came since the last time.
struct KeypairUses: Service {
    let authentication: AuthenticationService
    let store: Store
    let logger: Logger
    var interval = Duration.seconds(60)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: interval)
                await write()
            }
        }
    }

    private func write() async {
        let uses = authentication.takeUses()
        guard !uses.isEmpty else { return }
        do {
            try await store.writeUses(uses)
        } catch {
            authentication.giveBack(uses)
            logger.error("uses of keypairs not written", metadata: ["error": "\(error)"])
        }
    }
}

extension Store {
    /// Writes down how keypairs were used; a later time that is there stays.
    func writeUses(_ uses: [KeypairUse]) throws(StoreError) {
        try transaction { connection throws(StoreError) in
            // The scheduler looks at none of it.
            try connection.changedRows.ignoring { () throws(StoreError) in
                for use in uses {
                    try connection.run(
                        """
                        UPDATE keypairs SET num_queries = num_queries + ?, last_used = max(coalesce(last_used, 0), ?)
                        WHERE access_key = ?
                        """, [.integer(use.count), .integer(use.at), .text(use.accessKey.rawValue)])
                }
            }
        }
    }
}
