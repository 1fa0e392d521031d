import Foundation

/// A directory of control files in a temporary place, removed with the value.
final class ControlFileTree {
    let root: String

    /// Writes the files; a path that ends in `/` makes an empty directory.
    init(_ files: [String: String] = [:]) throws {
        root = FileManager.default.temporaryDirectory.appending(path: "cgroup-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        for (path, text) in files { try write(text, to: path) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: root)
    }

    func write(_ text: String, to path: String) throws {
        let whole = "\(root)/\(path)"
        let directory = path.hasSuffix("/") ? whole : (whole as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        if !path.hasSuffix("/") { try text.write(toFile: whole, atomically: false, encoding: .utf8) }
    }

    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(root)/\(path)")
    }
}
