import FoundationEssentials
import Glibc

/// A directory for one test, removed with the value.
final class PrivatePlace: Sendable {
    let path: String

    init() throws {
        path = "/tmp/backend.ai-core-\(UUID().uuidString.lowercased())"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file with these permissions, whatever the umask is.
    @discardableResult
    func write(_ text: String, to name: String, mode: mode_t = 0o600) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: file(name)))
        chmod(file(name), mode)
        return file(name)
    }

    func mode(of name: String) -> mode_t? {
        var status = stat()
        return lstat(file(name), &status) == 0 ? status.st_mode & 0o7777 : nil
    }
}
