import ArgumentParser
import Core
import Glibc

/// The options of a daemon in the foreground.
struct DaemonOptions: ParsableArguments {
    @Option(
        name: [.customShort("f"), .long, .customLong("config-path")],
        help: ArgumentHelp("The configuration, a TOML file", valueName: "file"), completion: .file())
    var config: String

    @Flag(help: "Log what happens inside, too")
    var debug = false

    /// Becomes the daemon that lies beside this program.
    func replaceProcess(by name: String) throws {
        let path = "\(ProcessEnvironment.executableDirectory)/\(name)"
        var arguments = [path, "--config", config]
        if debug { arguments.append("--debug") }
        var pointers = arguments.map { strdup($0) } + [nil]
        execv(path, &pointers)
        let code = errno
        throw CommandFailure(
            what: "cannot run `\(path)`: \(String(cString: strerror(code)))",
            hint: "install all four programs of backend.ai into one directory"
        )
    }
}
