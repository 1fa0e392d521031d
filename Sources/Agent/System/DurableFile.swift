import Core
import Glibc

/// Small files that are whole after a crash: either the old content or the new.
enum DurableFile {
    /// Replaces `path`, in one step for whoever reads it.
    ///
    /// It outlives this process, but not yet a loss of power.
    static func replace(_ path: String, with bytes: [UInt8], mode: UInt32 = 0o600) throws(SystemCallError) {
        let temporary = "\(path).new"
        do {
            let file = try Descriptor.open(temporary, O_WRONLY | O_CREAT | O_TRUNC, mode: mode)
            let number = file.number
            try checkedLibc("chmod", path: temporary) { fchmod(number, mode) }
            try file.write(bytes)
        }
        try checkedLibc("rename", path: path) { rename(temporary, path) }
    }

    /// Waits until the file and its name are on the disk.
    static func synchronize(_ path: String) throws(SystemCallError) {
        let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        for name in [path, parent.isEmpty ? "/" : parent] {
            let descriptor = try Descriptor.open(name, O_RDONLY)
            let number = descriptor.number
            try checkedLibc("fsync", path: name) { fsync(number) }
        }
    }

    /// Reads a whole file; nil if it does not exist.
    static func read(_ path: String) throws(SystemCallError) -> [UInt8]? {
        do throws(SystemCallError) {
            let file = try Descriptor.open(path, O_RDONLY)
            var bytes: [UInt8] = []
            while true {
                let chunk = try file.read(upTo: 65536)
                if chunk.isEmpty { return bytes }
                bytes += chunk
            }
        } catch  where error.code == ENOENT {
            return nil
        }
    }

    /// Reads a whole text file; nil if it does not exist.
    static func readText(_ path: String) throws(SystemCallError) -> String? {
        try read(path).map { String(decoding: $0, as: UTF8.self) }
    }
}
