import Core
import Foundation

/// A library with NVML's binary interface and two GPUs that are not there, compiled for one test.
public final class FakeNVML: Sendable {
    /// The library.
    public let path: String
    /// What the library reads at each call; see `Tests/Fixtures/nvml/fake_nvml.c`.
    public let state: String
    private let directory: String

    /// The compiler; nil where there is none.
    public static let compiler: String? = {
        let directories = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return ["clang", "gcc", "cc"].lazy.compactMap { HostProgram.find($0, in: directories) }.first
    }()

    /// Compiles a library.
    ///
    /// - Parameter definitions: What to leave out and what to do else than usual: `OLD`, `PIDS=1,2`.
    /// - Throws: What the compiler says.
    public init(_ definitions: String...) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "nvml-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        path = directory + "/libnvidia-ml.so.1"
        state = directory + "/state"
        let arguments =
            ["-shared", "-fPIC", "-o", path, Fixtures.path("nvml/fake_nvml.c"), "-DSTATE_FILE=\"\(state)\""]
            + definitions.map { "-D\($0)" }
        let program = HostProgram(
            path: FakeNVML.compiler ?? "/usr/bin/cc", arguments: arguments,
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"])
        let (end, output) = try program.run()
        guard end == .exited(0) else { throw NotCompiled(output: output) }
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// Has the GPUs be so from now on.
    public func set(_ text: String) throws { try text.write(toFile: state, atomically: true, encoding: .utf8) }

    /// The compiler did not like it.
    public struct NotCompiled: Error, CustomStringConvertible {
        let output: String
        public var description: String { "the library was not compiled: \(output)" }
    }
}
