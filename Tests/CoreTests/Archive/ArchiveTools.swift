import Core
import TestSupport

/// The programs that archives are exchanged with.
enum ArchiveTools {
    static let tar = HostProgram.find("tar")
    static let python = HostProgram.find("python3", in: ["/usr/bin"])

    /// Runs a shell script and gives what it printed.
    ///
    /// - Throws: ``Failure`` when it fails.
    static func shell(_ script: String, _ arguments: String..., input: [UInt8]? = nil) async throws -> [UInt8] {
        try await run("/bin/sh", ["-euc", script, "sh"] + arguments, input: input)
    }

    /// Runs a program and gives what it printed.
    ///
    /// - Throws: ``Failure`` when it fails.
    static func run(_ program: String?, _ arguments: [String], input: [UInt8]? = nil) async throws -> [UInt8] {
        let environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"]
        let result = try await Command(program ?? "", arguments, environment: environment).run(input: input)
        guard result.status == 0 else { throw Failure(result: result) }
        return result.outputBytes
    }

    /// An archive of ours with a file of 9 GiB, which is a hole, and a small one after it.
    static func largeArchive(in place: PrivatePlace) async throws -> String {
        let path = place.file("large.tar")
        let head = try ArchiveWriter().header(ArchiveEntry(path: "large", size: 9 << 30))
        let end = String(head.count + (9 << 30))
        _ = try await shell("cat > \"$1\"; truncate -s \"$2\" \"$1\"", path, end, input: head)
        _ = try await shell("cat >> \"$1\"", path, input: [.file("after", [1, 2, 3, 4, 5])].archived())
        return path
    }

    struct Failure: Error, CustomStringConvertible {
        let result: CommandResult
        var description: String { result.error }
    }
}
