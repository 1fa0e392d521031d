import CLinux
import Core
import Glibc

/// The source text of one run, in memory that is not the runner's heap.
///
/// A memory file is handed to the interpreter as it is, so that ten megabytes of code are copied once.
final class CodeFile {
    /// The longest code of one run: 32 MiB.
    static let maximumLength = 32 << 20

    private let file: Descriptor
    /// The bytes written.
    private(set) var length = 0

    /// Makes an empty file.
    init() throws(SystemCallError) {
        file = Descriptor(owning: try checked("memfd_create") { bai_memory_file("code") })
    }

    /// The descriptor to hand over.
    var number: CInt { file.number }

    /// Adds a part.
    func append(_ bytes: [UInt8]) throws(SystemCallError) {
        try file.write(bytes)
        length += bytes.count
    }

    /// The code as a program's argument; nil when it is too long for one, or is none.
    func argument() throws(SystemCallError) -> String? {
        guard length <= Language.longestArgument else { return nil }
        try rewind()
        var bytes: [UInt8] = []
        while bytes.count < length {
            let part = try file.read(upTo: length - bytes.count)
            guard !part.isEmpty else { return nil }
            bytes += part
        }
        // A program takes what begins like an option for one.
        guard !bytes.contains(0), bytes.first != UInt8(ascii: "-") else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Goes back to the beginning, for the reader who shares the position.
    func rewind() throws(SystemCallError) {
        try checkedLibc("lseek") { lseek(file.number, 0, SEEK_SET) }
    }

    /// Writes the code to a file.
    func copy(to destination: consuming Descriptor) throws(SystemCallError) {
        try rewind()
        let (source, target) = (file.number, destination.number)
        var left = length
        while left > 0 {
            let copied = try checkedLibc("sendfile") { sendfile(target, source, nil, left) }
            guard copied > 0 else { return }
            left -= copied
        }
    }
}
