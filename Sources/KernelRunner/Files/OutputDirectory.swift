import CLinux
import Core
import Glibc

/// Where programs put what users are to get: `.output` in their home directory.
enum OutputDirectory {
    /// How much sooner than the clock's time the file system's may be: it goes by the kernel's ticks.
    private static let tick = 0.02
    /// The most files that are told of.
    private static let most = 1000
    /// The deepest directory that is looked into.
    private static let deepest = 16

    /// Whether it is there.
    ///
    /// Looked at with the user's rights: the runner's own do not reach into a home directory that is closed to others.
    static func isThere(in home: String, for identity: RunnerConfiguration.Identity?) -> Bool {
        if let identity { bai_set_file_identity(identity.user, identity.group) }
        defer { if identity != nil { bai_set_file_identity(0, 0) } }
        var status = stat()
        return lstat("\(home)/\(OutputFile.directory)", &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The time of the file system, in seconds since 1970.
    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9 - tick
    }

    /// Writes what has changed in a directory since a time, as `{"files": [{"name", "size"}]}`, to standard output.
    ///
    /// Of regular files, by the time that no program can set; links are not followed.
    static func write(_ path: SafePath, since time: Double) throws {
        var files: [JSONValue] = []
        collect(path.path, "", since: time, depth: 0, into: &files)
        try writeAll((["files": .array(files)] as JSONValue).encoded, to: STDOUT_FILENO)
    }

    private static func collect(
        _ place: ArchivePath, _ prefix: String, since time: Double, depth: Int, into files: inout [JSONValue]
    ) {
        guard depth < deepest, let directory = place.withCString({ opendir($0) }) else { return }
        defer { closedir(directory) }
        var entries: [(name: String, status: stat)] = []
        while let entry = readdir(directory) {
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { $0.prefix { $0 != 0 } + [] }
            var status = stat()
            // A name that is no text cannot stand in an address.
            guard bytes != [46], bytes != [46, 46], let name = String(validating: bytes, as: UTF8.self),
                ArchivePath(bytes).withCString({ fstatat(dirfd(directory), $0, &status, AT_SYMLINK_NOFOLLOW) }) == 0
            else { continue }
            entries.append((name, status))
        }
        for (name, status) in entries.sorted(by: { $0.name < $1.name }) where files.count < most {
            let changed = Double(status.st_ctim.tv_sec) + Double(status.st_ctim.tv_nsec) / 1e9
            switch status.st_mode & S_IFMT {
            case S_IFDIR:
                let child = ArchivePath(place.bytes + [UInt8(ascii: "/")] + Array(name.utf8))
                collect(child, prefix + name + "/", since: time, depth: depth + 1, into: &files)
            case S_IFREG where changed >= time:
                files.append(["name": .string(prefix + name), "size": .integer(Int64(status.st_size))])
            default: break
            }
        }
    }
}
