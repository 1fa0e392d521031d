import Core
import Glibc

/// The programs that lie beside this one, and whether a running stack was started from them.
struct StackBuild: Sendable, Equatable {
    /// The directory of the programs.
    let directory: String
    /// The static kernel runner.
    let runner: String
    /// Changes when one of the programs does: size and time of each.
    let fingerprint: String

    /// The build that this program belongs to.
    ///
    /// - Throws: ``CommandFailure`` naming the program that is missing.
    static func own() throws -> StackBuild {
        let directory = ProcessEnvironment.executableDirectory
        // A build tree keeps the static runner apart from the one that is linked like all else.
        let candidates = ["\(directory)/static/backend.ai-kernel-runner", "\(directory)/backend.ai-kernel-runner"]
        let runner = candidates.first { access($0, X_OK) == 0 } ?? candidates[1]
        let programs = StackDaemon.allCases.map { "\(directory)/\($0.program)" } + [runner]
        let marks = try programs.map { path in
            var status = stat()
            guard stat(path, &status) == 0 else {
                throw CommandFailure(
                    status: .failure,
                    what: "`\(path)` is missing",
                    hint: "install all four programs of backend.ai into one directory"
                )
            }
            return "\(status.st_size)-\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
        }
        return StackBuild(directory: directory, runner: runner, fingerprint: marks.joined(separator: " "))
    }
}
