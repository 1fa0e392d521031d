import Glibc

/// An executable of the host that the sandbox has as well, at the same path.
struct HostExecutable: Hashable, Sendable {
    /// Where the sandbox finds it; may be a link.
    let path: String
    /// What is known of the file behind it: changes when a package is upgraded.
    let fingerprint: String

    /// Looks for a name in directories of the sandbox's, in order.
    ///
    /// One whose links lead out of /usr is passed over: the sandbox has nothing there.
    static func find(_ name: String, in directories: [String] = HostLanguage.directories) -> HostExecutable? {
        directories.lazy.compactMap { HostExecutable(path: "\($0)/\(name)") }.first
    }

    init?(path: String, root: String = "/usr/") {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        let target = String(cString: resolved)
        var status = stat()
        guard target.hasPrefix(root), stat(target, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            // The sandbox's user is a stranger to the file.
            status.st_mode & 0o001 != 0
        else { return nil }
        self.path = path
        fingerprint = "\(target) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }
}
