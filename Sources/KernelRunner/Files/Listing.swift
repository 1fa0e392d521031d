import Core
import Glibc

/// Describes the entries of a directory, as JSON in the original's form.
enum Listing {
    /// Writes `{"files": [...], "abspath": ...}` to standard output.
    static func write(_ path: SafePath) throws {
        let place = path.path
        guard let directory = place.withCString({ opendir($0) }) else {
            throw FileProblem(SystemCallError(call: "opendir", code: errno), place)
        }
        defer { closedir(directory) }
        var files: [(name: [UInt8], value: JSONValue)] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { $0.prefix { $0 != 0 } + [] }
            var status = stat()
            guard name != [46], name != [46, 46],
                ArchivePath(name).withCString({ fstatat(dirfd(directory), $0, &status, AT_SYMLINK_NOFOLLOW) }) == 0
            else { continue }
            files.append((name, describe(name, status)))
        }
        files.sort { $0.name.lexicographicallyPrecedes($1.name) }
        let absolute = place.withCString { realpath($0, nil) }.map { pointer in
            defer { free(pointer) }
            return String(cString: pointer)
        }
        let answer: JSONValue = [
            "files": .array(files.map(\.value)), "abspath": .string(absolute ?? place.description),
        ]
        try writeAll(answer.encoded, to: STDOUT_FILENO)
    }

    private static func describe(_ name: [UInt8], _ status: stat) -> JSONValue {
        func time(_ time: timespec) -> JSONValue { .number(Double(time.tv_sec) + Double(time.tv_nsec) / 1e9) }
        return [
            "mode": .string(mode(UInt32(status.st_mode))), "size": .integer(Int64(status.st_size)),
            "ctime": time(status.st_ctim), "mtime": time(status.st_mtim), "atime": time(status.st_atim),
            "filename": .string(String(decoding: name, as: UTF8.self)),
        ]
    }

    /// A file's mode as `ls -l` shows it: `-rw-r--r--`.
    static func mode(_ mode: UInt32) -> String {
        let types: [UInt32: Character] = [
            S_IFDIR: "d", S_IFLNK: "l", S_IFIFO: "p", S_IFSOCK: "s", S_IFCHR: "c", S_IFBLK: "b",
        ]
        var text = String(types[mode & S_IFMT] ?? "-")
        for (shift, special, mark) in [(6, S_ISUID, "s"), (3, S_ISGID, "s"), (0, S_ISVTX, "t")] {
            let bits = mode >> UInt32(shift)
            text += bits & 4 != 0 ? "r" : "-"
            text += bits & 2 != 0 ? "w" : "-"
            let executes = bits & 1 != 0
            let isSpecial = mode & UInt32(special) != 0
            text += isSpecial ? (executes ? mark : mark.uppercased()) : (executes ? "x" : "-")
        }
        return text
    }
}
