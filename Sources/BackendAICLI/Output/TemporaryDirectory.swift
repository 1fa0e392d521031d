import Glibc

/// New directories for this command alone, below `TMPDIR`.
enum TemporaryDirectory {
    /// Makes one.
    ///
    /// - Parameter purpose: What its name says beside the program's.
    /// - Returns: Its path.
    /// - Throws: ``CommandFailure`` when that is not possible.
    static func make(for purpose: String) throws(CommandFailure) -> String {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/backend.ai-\(purpose)-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        guard let made else {
            throw CommandFailure(what: "cannot make a directory in \(base)", why: String(cString: strerror(errno)))
        }
        return made
    }
}
