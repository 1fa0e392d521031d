import CLinux
import Core
import Glibc

/// The kernel runner as a process.
public enum KernelRunnerProgram {
    /// Runs until SIGTERM.
    ///
    /// - Parameter arguments: The command line without the program's name.
    /// - Returns: The exit code: 0 at the end, 1 when it could not start, 2 for a wrong command line.
    public static func run(arguments: [String]) -> CInt {
        do {
            // Parts of it that run with the user's rights.
            switch (arguments.first, arguments.count) {
            case ("files", 2): return FilesProgram.run(try TaskText.decode(arguments[1], as: FileOrder.self))
            case ("service", 2):
                return ServiceProgram.run(try TaskText.decode(arguments[1], as: ServiceProgram.Task.self))
            case ("dotfiles", 2): return DotfilesProgram.run(listedIn: arguments[1])
            default: break
            }
            // First of all: user code must find neither the memory nor the descriptors of this process.
            try checked("prctl(PR_SET_DUMPABLE)") { bai_prctl(PR_SET_DUMPABLE, 0) }
            let configuration = try RunnerConfiguration(arguments: arguments)
            try closeDescriptorsOnExec()
            // Before anything of the user's, so that even the first program finds them.
            if let list = configuration.dotfiles { try DotfilesProgram.write(listedIn: list, configuration) }
            try RunnerLoop(configuration).run()
            return 0
        } catch {
            try? writeAll("backend.ai-kernel-runner: \(error)\n".utf8, to: STDERR_FILENO)
            return error is RunnerConfiguration.UsageError ? 2 : 1
        }
    }

    private static func closeDescriptorsOnExec() throws(SystemCallError) {
        let null = try Descriptor.open("/dev/null", O_RDWR)
        for standard in [STDIN_FILENO, STDOUT_FILENO] {
            try checkedLibc("dup2") { dup2(null.number, standard) }
        }
        try checked("close_range") { bai_close_on_exec_from(STDERR_FILENO + 1) }
    }
}
