import Glibc
import KernelRunner

exit(KernelRunnerProgram.run(arguments: Array(CommandLine.arguments.dropFirst())))
