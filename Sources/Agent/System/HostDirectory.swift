import Core
import Glibc

/// Directories that the agent makes for itself, in places that only root can change.
enum HostDirectory {
    /// Makes the directory with this mode, whatever the umask is, and what is missing above it with mode 0755.
    ///
    /// One that exists gets the mode.
    static func create(_ path: String, mode: UInt32 = 0o700) throws(SystemCallError) {
        if mkdir(path, mode) != 0, errno != EEXIST {
            guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
                throw SystemCallError(call: "mkdir", code: errno, path: path)
            }
            try create(String(path[..<slash]), mode: 0o755)
            if mkdir(path, mode) != 0, errno != EEXIST {
                throw SystemCallError(call: "mkdir", code: errno, path: path)
            }
        }
        try checkedLibc("chmod", path: path) { chmod(path, mode) }
    }

    /// The names in a directory, sorted; none if it does not exist.
    static func names(in path: String) throws(SystemCallError) -> [String] {
        guard let stream = opendir(path) else {
            if errno == ENOENT { return [] }
            throw SystemCallError(call: "opendir", code: errno, path: path)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
