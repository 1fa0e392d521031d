import FoundationEssentials

/// A directory for one test, removed with the value.
final class TestPlace: Sendable {
    let path: String

    init() throws {
        path = "/tmp/backend.ai-mgr-\(UUID().uuidString.lowercased().prefix(13))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }
}
