import CLinux
import Core
import Glibc

/// A program of the user's, as ``bai_spawn`` starts it: in the runner's environment and with nothing else of it.
struct SpawnedProgram {
    /// The executable's absolute path and its arguments.
    let command: [String]
    /// Where it starts.
    let directory: String
    /// The rights it gets; nil leaves it the runner's.
    let identity: RunnerConfiguration.Identity?
    /// Whether its descriptor 0 is a terminal, which then controls it.
    var hasTerminal = false

    /// Starts it.
    ///
    /// - Parameters:
    ///   - input: What becomes its descriptor 0.
    ///   - output: What becomes its descriptor 1.
    ///   - error: What becomes its descriptor 2.
    ///   - control: What becomes its descriptor 3, -1 for none.
    ///   - replies: What becomes its descriptor 4, -1 for none.
    /// - Returns: The process, a child of the caller and the leader of its session.
    /// - Throws: ``SystemCallError``, with the path where one is concerned.
    func start(input: CInt, output: CInt, error: CInt, control: CInt = -1, replies: CInt = -1) throws(SystemCallError)
        -> pid_t
    {
        var argumentPointers: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { argumentPointers.forEach { free($0) } }
        var pid: pid_t = 0
        var failedCall: UnsafePointer<CChar>?
        let path = command.first ?? ""
        let outcome = path.withCString { path in
            directory.withCString { directory in
                argumentPointers.withUnsafeMutableBufferPointer { argumentPointers -> CInt in
                    guard let argumentPointers = argumentPointers.baseAddress else { return -EINVAL }
                    var request = bai_spawn_request(
                        path: path,
                        arguments: argumentPointers,
                        directory: directory,
                        input: input,
                        output: output,
                        error: error,
                        control: control,
                        replies: replies,
                        has_terminal: hasTerminal ? 1 : 0,
                        changes_identity: identity == nil ? 0 : 1,
                        user: identity?.user ?? 0,
                        group: identity?.group ?? 0
                    )
                    return bai_spawn(&request, &pid, &failedCall)
                }
            }
        }
        guard outcome < 0 else { return pid }
        let call = failedCall.map { String(cString: $0) } ?? "vfork"
        let concerned = ["execve": path, "chdir": directory][call]
        throw SystemCallError(call: call, code: -outcome, path: concerned)
    }
}
