import Core
import Logging
import ServiceLifecycle

/// Writes down when keypairs were used last: now and then, not with every request.
struct KeypairUses: Service {
    let authentication: AuthenticationService
    let store: Store
    let logger: Logger
    var interval = Duration.seconds(60)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var written = Int64.min
            while !Task.isCancelled {
                try? await Task.sleep(for: interval)
                await write(since: &written)
            }
        }
    }

    private func write(since written: inout Int64) async {
        let uses = authentication.uses(since: written)
        guard let latest = uses.map(\.at).max() else { return }
        do {
            try await store.writeUses(uses)
            // Once more for those of this very moment, so that none is missed.
            written = latest
        } catch {
            logger.error("uses of keypairs not written", metadata: ["error": "\(error)"])
        }
    }
}

extension Store {
    /// Writes down when keypairs were used last; what is there and later stays.
    func writeUses(_ uses: [(accessKey: AccessKey, at: Int64)]) throws(StoreError) {
        try transaction { connection throws(StoreError) in
            for use in uses {
                try connection.run(
                    "UPDATE keypairs SET last_used = max(coalesce(last_used, 0), ?) WHERE access_key = ?",
                    [.integer(use.at), .text(use.accessKey.rawValue)])
            }
        }
    }
}
