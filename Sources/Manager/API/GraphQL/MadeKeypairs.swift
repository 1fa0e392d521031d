import Synchronization

/// The access keys that one request has made, whose secrets it may therefore show.
final class MadeKeypairs: Sendable {
    private let keys = Mutex<Set<String>>([])

    func insert(_ key: String) { keys.withLock { _ = $0.insert(key) } }

    func contains(_ key: String) -> Bool { keys.withLock { $0.contains(key) } }
}
