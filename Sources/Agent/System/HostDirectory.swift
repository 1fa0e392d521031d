import Core
import Glibc

/// Directories that the agent makes for itself, in places that only root can change.
enum HostDirectory {
    /// Makes the directory and those above it, with this mode whatever the umask is; one that exists gets the mode.
    static func create(_ path: String, mode: UInt32 = 0o700) throws(SystemCallError) {
        var made = ""
        for part in path.split(separator: "/").dropLast() {
            made += "/\(part)"
            if mkdir(made, 0o755) != 0, errno != EEXIST {
                throw SystemCallError(call: "mkdir", code: errno, path: made)
            }
        }
        if mkdir(path, mode) != 0, errno != EEXIST { throw SystemCallError(call: "mkdir", code: errno, path: path) }
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
