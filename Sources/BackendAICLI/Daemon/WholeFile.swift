import Core
import Glibc

/// Files that a command writes for its user.
enum WholeFile {
    /// Writes a file anew, readable as the user's mask allows.
    static func write(_ bytes: [UInt8], to path: String) throws(SystemCallError) {
        let file = try Descriptor.open(path, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o666)
        try file.write(bytes)
    }
}
