import Core
import Foundation

/// What a run is at, and what runs have found.
///
/// An input is written down before it is tried: should the process die of it, it stands in `.build/fuzz`.
public final class FuzzJournal {
    /// An input that once broke something, and the file that it is kept in.
    public struct Kept: Sendable, CustomStringConvertible {
        /// The name of the file.
        public let name: String
        /// Its content.
        public let bytes: [UInt8]

        public var description: String { name }
    }

    private let name: String
    private let path: String
    private let descriptor: Descriptor

    init(_ name: String) throws {
        let directory = ".build/fuzz"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        self.name = name
        // Other runs in this directory have files of their own.
        path = "\(directory)/\(name).\(getpid())"
        descriptor = try Descriptor.open(path, O_RDWR | O_CREAT | O_TRUNC, mode: 0o600)
    }

    func note(_ bytes: [UInt8]) {
        _ = pwrite(descriptor.number, bytes, bytes.count, 0)
        ftruncate(descriptor.number, bytes.count)
    }

    /// Puts an input among those that are tested every time, and says where.
    func keep(_ bytes: [UInt8]) -> String {
        let directory = Fixtures.path("fuzz/\(name)")
        let digest = bytes.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        let file = "\(directory)/found-\(String(digest, radix: 16))"
        try? FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        guard FileManager.default.createFile(atPath: file, contents: Data(bytes)) else { return path }
        finish()
        return file
    }

    /// The run has come to its end, so the last input was not fatal.
    func finish() { unlink(path) }

    /// What has been found for one target.
    public static func kept(_ name: String) -> [Kept] {
        let directory = Fixtures.path("fuzz/\(name)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.sorted().compactMap { file in
            FileManager.default.contents(atPath: "\(directory)/\(file)").map { Kept(name: file, bytes: Array($0)) }
        }
    }
}
