/// A file that a session finds in its user's home, written before anything of the user's runs.
public struct Dotfile: Codable, Sendable, Equatable {
    /// Where it goes, relative to the home; ``SafePath`` accepts it.
    public let path: String
    /// Its permissions, the lowest nine bits.
    public let mode: UInt16
    /// What it contains.
    public let data: String

    /// A file with its place and permissions.
    public init(path: String, mode: UInt16, data: String) {
        self.path = path
        self.mode = mode
        self.data = data
    }

    /// One list of several, where a path that an earlier list has is not taken from a later one.
    ///
    /// - Parameter lists: The lists, the one that wins first.
    /// - Returns: The files, each path once, sorted by path.
    public static func merged(_ lists: [[Dotfile]]) -> [Dotfile] {
        var files: [String: Dotfile] = [:]
        for list in lists { for file in list where files[file.path] == nil { files[file.path] = file } }
        return files.values.sorted { $0.path < $1.path }
    }
}
